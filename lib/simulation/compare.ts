import { type Alteration, alterScenario, unaltered } from './alter-scenario';
import { type PolicyName, policies } from './policies';
import { scenarios } from './scenarios/scenarios';
import { type SimulationResult, simulate } from './simulate';

/** The mean over several seeds. */
export interface Comparison {
  scenario: string;
  policy: PolicyName;
  seeds: number;
  /** Oversold units in all runs together, so that one unit anywhere is seen. */
  oversoldTotal: number;
  oversoldUnits: number;
  fillPercent: number;
  cancelledOrders: number;
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
  const results: SimulationResult[] = [];
  const found = scenarios[scenario];
  if (found === undefined) throw new Error(`no scenario ${scenario}`);
  const played = alterScenario(found, altered);
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++)
    results.push(simulate(played, policies[policy], { seed }));
  const mean = (of: (result: SimulationResult) => number) =>
    results.reduce((sum, result) => sum + of(result), 0) / results.length;
  return {
    scenario,
    policy,
    seeds,
    oversoldTotal: results.reduce((sum, { oversoldUnits }) => sum + oversoldUnits, 0),
    oversoldUnits: mean((result) => result.oversoldUnits),
    fillPercent: mean((result) => result.fillPercent),
    cancelledOrders: mean((result) => result.cancelledOrders),
    pushes: mean((result) => result.pushes),
    pushesMost: Math.max(...results.map(({ pushes }) => pushes)),
    revenue: mean((result) => result.revenue),
  };
}
