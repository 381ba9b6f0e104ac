import type { Pool } from 'pg';
import { markListingsDirty, outbox_notification } from './mark-listings-dirty';

export type Pause = { ok: true } | { ok: false; code: 'unknown_channel' | 'unknown_listing'; detail: string };

/**
 * Stops pushing to a channel, or goes on. What should be shown is computed and kept while it is paused, and sent, the
 * newest only, as soon as it goes on. Orders are taken in all the while.
 */
export async function pauseChannel(
  pool: Pool,
  channel: string,
  paused: boolean,
  reason?: string,
): Promise<Pause> {
  const { rowCount } = await pool.query(
    `INSERT INTO channel_sync (channel, paused, paused_reason)
     SELECT channel, $2, $3 FROM channel WHERE channel = $1
     ON CONFLICT (channel) DO UPDATE SET paused = EXCLUDED.paused, paused_reason = EXCLUDED.paused_reason`,
    [channel, paused, paused ? (reason ?? null) : null],
  );
  if (rowCount === 0)
    return { ok: false, code: 'unknown_channel', detail: `There is no channel ${channel}.` };
  if (!paused) {
    // Nothing is booked while it cannot be pushed to: what it should show is decided anew.
    const { rows } = await pool.query<{ sku: string }>(
      'SELECT DISTINCT sku FROM escrow_listing WHERE channel = $1',
      [channel],
    );
    await markListingsDirty(
      pool,
      rows.map(({ sku }) => sku),
    );
  }
  await pool.query(`NOTIFY ${outbox_notification}`);
  return { ok: true };
}
