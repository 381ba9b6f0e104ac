import { type Alteration, alterScenario, unaltered } from './alter-scenario';
import { type PolicyName, policies } from './policies';
import { scenarios } from './scenarios/scenarios';
import { type SimulationResult, simulate } from './simulate';

/** The mean over several seeds. */
export interface Comparison {
  scenario: string;
  policy: PolicyName;
  seeds: number;
  /** SKUs that each run played. */
  skus: number;
  /** Oversold units in all runs together, so that one unit anywhere is seen. */
  oversoldTotal: number;
  oversoldUnits: number;
  /** Units fulfilled in percent of the smaller of stock and demand, over all SKUs together. */
  fillPercent: number;
  cancelledOrders: number;
  /** Per SKU and run: the mean, and the most of any. */
  pushes: number;
  pushesMost: number;
  revenue: number;
}

/** Plays one scenario under one policy for `seeds` seeds from `firstSeed` on. */
export function compare(
  scenario: string,
  policy: PolicyName,
  { firstSeed, seeds, altered = unaltered }: { firstSeed: number; seeds: number; altered?: Alteration },
): Comparison {
  const found = scenarios[scenario];
  if (found === undefined) throw new Error(`no scenario ${scenario}`);
  const played = alterScenario(found, altered);
  const runs = Array.from({ length: seeds }, (_, index) => [
    simulate(played, policies[policy], { seed: firstSeed + index }),
  ]);
  return summed(scenario, policy, runs);
}

/** Runs of one SKU or several each, as one line. */
export function summed(
  scenario: string,
  policy: PolicyName,
  runs: readonly (readonly SimulationResult[])[],
): Comparison {
  const all = runs.flat();
  const total = (of: (result: SimulationResult) => number) =>
    all.reduce((sum, result) => sum + of(result), 0);
  const perRun = (of: (result: SimulationResult) => number) => total(of) / runs.length;
  const sellable = total(({ sellableUnits }) => sellableUnits);
  return {
    scenario,
    policy,
    seeds: runs.length,
    skus: runs[0]?.length ?? 0,
    oversoldTotal: total(({ oversoldUnits }) => oversoldUnits),
    oversoldUnits: perRun(({ oversoldUnits }) => oversoldUnits),
    fillPercent: sellable === 0 ? 100 : (total(({ fulfilledUnits }) => fulfilledUnits) / sellable) * 100,
    cancelledOrders: perRun(({ cancelledOrders }) => cancelledOrders),
    pushes: all.length === 0 ? 0 : total(({ pushes }) => pushes) / all.length,
    pushesMost: all.reduce((most, { pushes }) => Math.max(most, pushes), 0),
    revenue: perRun(({ revenue }) => revenue),
  };
}
