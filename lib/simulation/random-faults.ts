import { streamOf } from './random';
import type { ChannelScenario, Scenario } from './scenario';

const push_kinds = ['absolute', 'delta', 'versioned'] as const;

/**
 * A scenario in which everything goes wrong that the assumptions allow, drawn by the seed: reports lost, late, twice and
 * in any order, pushes lost, late and unanswered, outages, cancellations with and without restock, receipts. No losses
 * of stock, no edits by others: those oversell by nature, and are looked at by themselves.
 */
export function faultScenario(seed: number): Scenario {
  const random = streamOf(seed, 'random faults');
  const between = (least: number, most: number) => least + random() * (most - least);
  const whole = (least: number, most: number) => Math.floor(between(least, most + 1));
  const durationSeconds = whole(4, 16) * 3_600;
  const count = whole(2, 5);
  const channels = Array.from({ length: count }, (_, index): ChannelScenario => {
    const webhook = random() < 0.4;
    return {
      name: `channel ${index}`,
      demandShare: 1 / count,
      netRevenueWeight: between(0.5, 1),
      pushKind: push_kinds[whole(0, 2)] ?? 'absolute',
      report: webhook
        ? {
            type: 'webhook',
            medianSeconds: between(1, 120),
            logSigma: between(0.5, 1.5),
            lossProbability: between(0, 0.3),
            reconcileSeconds: whole(60, 900),
          }
        : { type: 'poll', periodSeconds: whole(30, 1_200) },
      push: {
        medianSeconds: between(1, 120),
        logSigma: between(0.3, 1.2),
        ackMedianSeconds: between(0.5, 30),
        failProbability: between(0, 0.3),
      },
      pushMaxDelaySeconds: 660,
    };
  });
  const meanDailyUnits = between(100, 4_000);
  const expected = (meanDailyUnits * durationSeconds) / 86_400;
  const somebody = () => `channel ${whole(0, count - 1)}`;
  return {
    name: `faults ${seed}`,
    stockUnits: Math.max(1, Math.round(expected * between(0.1, 1.2))),
    durationSeconds,
    meanDailyUnits,
    channels,
    surges: [
      {
        channel: somebody(),
        fromSecond: durationSeconds / 4,
        toSecond: durationSeconds / 2,
        extraUnits: Math.round(expected * between(0, 1)),
      },
    ],
    knownPromotions: [],
    outages: [
      {
        channel: somebody(),
        fromSecond: durationSeconds / 3,
        toSecond: durationSeconds / 3 + whole(600, 3_600),
      },
    ],
    manualEdits: [],
    neverSyncedShows: null,
    tickSeconds: 300,
    duplicateReportProbability: between(0, 0.4),
    lateApplyAfterFailureProbability: between(0, 1),
    duplicatePushProbability: 0,
    pushDelayUnbounded: false,
    cancellations: { probability: between(0, 0.2), restockProbability: random() },
    supply: [{ atSecond: durationSeconds * random(), units: whole(1, 50) }],
  };
}
