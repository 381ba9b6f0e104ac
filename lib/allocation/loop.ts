/** How long a channel's loop takes, from a sale there until the next number of ours is shown. Seconds. */
export interface LoopTimes {
  /** 95 % of its orders reach us within this. */
  reportLagSecondsP95: number;
  /** 95 % of our pushes are applied within this. */
  pushLagSecondsP95: number;
  /** From applied to known to be applied. */
  acknowledgeSeconds: number;
}

export function loopSeconds(times: LoopTimes): number {
  return times.reportLagSecondsP95 + times.pushLagSecondsP95 + times.acknowledgeSeconds;
}

/** Cover is what may be sold in so many loops, and never in less than half an hour. */
export const cover_loops = 4;
export const cover_seconds_min = 1_800;

export function coverSeconds(times: LoopTimes): number {
  return Math.max(cover_seconds_min, cover_loops * loopSeconds(times));
}
