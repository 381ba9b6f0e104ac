/** The organisation's clock: Asia/Kolkata has been five and a half hours ahead of UTC, all year, since 1945. */
const offset_ms = 19_800_000;
export const minute_ms = 60_000;
export const hour_ms = 3_600_000;
export const day_ms = 86_400_000;

/** The midnight with which the day of this instant began there. */
export function startOfDayMs(atMs: number): number {
  return Math.floor((atMs + offset_ms) / day_ms) * day_ms - offset_ms;
}
