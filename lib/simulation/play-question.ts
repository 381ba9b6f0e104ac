import { backtest } from './backtest';
import { type Comparison, compare } from './compare';
import { history_scenario } from './limits';
import type { SimulationParameters } from './parameters';
import type { PolicyName } from './policies';
import type { RecordedHistory } from './replay';

/** Plays all of a question, a row at a time: each scenario under each policy, the recorded history last. */
export function* playQuestion(
  { scenarios, history, policies, seed, seeds, demand, delay, outageMinutes }: SimulationParameters,
  histories: readonly RecordedHistory[],
): Generator<Comparison> {
  const options = { firstSeed: seed, seeds, altered: { demand, delay, outageMinutes } };
  for (const scenario of scenarios)
    for (const policy of policies) yield compare(scenario, policy as PolicyName, options);
  if (history === null) return;
  const { stockShare } = history;
  for (const policy of policies)
    yield backtest(history_scenario, histories, policy as PolicyName, { ...options, stockShare });
}
