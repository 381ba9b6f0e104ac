import { pulse_memory_hours } from '@/lib/demand/pulse';
import type { EscrowRow } from './escrow-rows';

export type Sold = EscrowRow['recent'][number];

/** What is older when it comes to be known tells nothing of how demand runs now: the pulse has forgotten it by then. */
const news_ms_max = 4 * pulse_memory_hours * 3_600_000;
/** Sales of one second count as one. */
const step_ms = 1_000;
const sold_max = 500;

/**
 * What was sold of a listing and is not in its pulse yet, with this sale among it. A history that is filled in, and what
 * lies before the watermark that the pulse has reached, leave no trace: rows of a hot listing stay short.
 */
export function recentlySold(
  { recent, pulse }: Pick<EscrowRow, 'recent' | 'pulse'>,
  sold: Sold,
  recordedAt: number,
): Sold[] {
  if (sold.at <= recordedAt - news_ms_max || (pulse !== null && sold.at <= pulse.at)) return recent;
  const last = recent.at(-1);
  if (last !== undefined && Math.floor(last.at / step_ms) === Math.floor(sold.at / step_ms))
    return recent.with(-1, { at: Math.max(last.at, sold.at), units: last.units + sold.units });
  return [...recent, sold].slice(-sold_max);
}
