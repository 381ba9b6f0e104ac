/** Instants are ms since 1970. */
export interface Stretch {
  fromMs: number;
  untilMs: number;
}

/** From `atMs` on so many units are available at a node. */
export interface Step {
  atMs: number;
  units: number;
}

const hour_ms = 3_600_000;

/**
 * Unit-hours that were there for sale at one node during these stretches: Σ max(0, available − kept back) × hours. Steps
 * in the order of time; before the first nothing is there. Worked: 10 units, 4 kept back, half an hour: 3 unit-hours.
 */
export function unitHoursIn(stretches: readonly Stretch[], steps: readonly Step[], kept: number): number {
  let total = 0;
  for (const { fromMs, untilMs } of stretches)
    for (const [index, step] of steps.entries()) {
      const from = Math.max(fromMs, step.atMs);
      const until = Math.min(untilMs, steps[index + 1]?.atMs ?? untilMs);
      if (until > from) total += (Math.max(0, step.units - kept) * (until - from)) / hour_ms;
    }
  return total;
}

export function hoursIn(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { fromMs, untilMs }) => sum + (untilMs - fromMs) / hour_ms, 0);
}

/**
 * Sales missed in these hours: their demand, at most the units that were there on average. Worked: 12 a day for 6 hours
 * is 3; with 2 units there it is 2.
 */
export function salesMissed(perDay: number, hours: number, unitHours: number): number {
  return hours === 0 ? 0 : Math.min((perDay * hours) / 24, unitHours / hours);
}
