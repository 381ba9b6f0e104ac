import type { Alteration } from './alter-scenario';
import { alterScenario, unaltered } from './alter-scenario';
import { type Comparison, summed } from './compare';
import { type PolicyName, policies } from './policies';
import { streamOf } from './random';
import { type RecordedHistory, type ReplayOptions, replayOf } from './replay';
import type { Arrival } from './scenario';
import { simulate } from './simulate';

interface BacktestOptions extends ReplayOptions {
  firstSeed: number;
  seeds: number;
  altered?: Alteration;
}

/**
 * Plays what was recorded under a policy: the real customers, with delays and faults drawn anew for each seed. A run is
 * every history once; pushes are those per SKU.
 */
export function backtest(
  name: string,
  histories: readonly RecordedHistory[],
  policy: PolicyName,
  { firstSeed, seeds, altered = unaltered, stockShare }: BacktestOptions,
): Comparison {
  const runs = Array.from({ length: seeds }, (_, index) => {
    const seed = firstSeed + index;
    return histories.map((history) => {
      const { scenario, arrivals } = replayOf(history, { stockShare });
      return simulate(alterScenario(scenario, altered), policies[policy], {
        seed,
        arrivals: multiplied(arrivals, altered.demand, seed),
      });
    });
  });
  return summed(name, policy, runs);
}

/** So many times the demand: each order that often, the broken part by chance. */
function multiplied(arrivals: readonly Arrival[], demand: number, seed: number): readonly Arrival[] {
  if (demand === 1) return arrivals;
  const random = streamOf(seed, 'demand');
  return arrivals.flatMap((arrival) =>
    Array.from({ length: Math.floor(demand) + (random() < demand % 1 ? 1 : 0) }, () => arrival),
  );
}
