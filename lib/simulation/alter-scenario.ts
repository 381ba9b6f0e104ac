import type { Scenario } from './scenario';

export interface Alteration {
  /** Times the demand of the scenario, surges included. */
  demand: number;
  /** Times every report and push delay. */
  delay: number;
  /** Minutes that the channel with most demand cannot be reached, from its first surge (else the middle) on. */
  outageMinutes: number;
}

export const unaltered: Alteration = { demand: 1, delay: 1, outageMinutes: 0 };

/** A scenario under other conditions. Known promotions are known with the altered strength. */
export function alterScenario(scenario: Scenario, { demand, delay, outageMinutes }: Alteration): Scenario {
  const stronger = <T extends { extraUnits: number }>(surge: T): T => ({
    ...surge,
    extraUnits: surge.extraUnits * demand,
  });
  const [busiest] = [...scenario.channels].sort((a, b) => b.demandShare - a.demandShare);
  const surge = scenario.surges.find(({ channel }) => channel === busiest?.name);
  const fromSecond = surge?.fromSecond ?? scenario.durationSeconds / 2;
  const outage =
    busiest === undefined || outageMinutes === 0
      ? []
      : [{ channel: busiest.name, fromSecond, toSecond: fromSecond + outageMinutes * 60 }];
  return {
    ...scenario,
    meanDailyUnits: scenario.meanDailyUnits * demand,
    surges: scenario.surges.map(stronger),
    knownPromotions: scenario.knownPromotions.map(stronger),
    outages: [...scenario.outages, ...outage],
    channels: scenario.channels.map((channel) => ({
      ...channel,
      report:
        channel.report.type === 'poll'
          ? { ...channel.report, periodSeconds: channel.report.periodSeconds * delay }
          : { ...channel.report, medianSeconds: channel.report.medianSeconds * delay },
      push: { ...channel.push, medianSeconds: channel.push.medianSeconds * delay },
    })),
  };
}
