const backoff_ms_first = 1_000;
export const backoff_ms_max = 60 * 1_000;
export const retry_after_ms_max = 60 * 60 * 1_000;

/**
 * How long to wait after the n-th failure in a row (n ≥ 1): doubling from a second to a minute, then by `random`
 * in [0, 1) down to half of it, so that what failed together does not come back together. What the channel itself
 * asked for (`retryAfterMs`) is waited in full, up to an hour.
 */
export function backOffMs(failures: number, random: number, retryAfterMs?: number): number {
  const full = Math.min(backoff_ms_max, backoff_ms_first * 2 ** (Math.min(failures, 30) - 1));
  const own = Math.round(full * (0.5 + random / 2));
  return Math.max(own, Math.min(retryAfterMs ?? 0, retry_after_ms_max));
}
