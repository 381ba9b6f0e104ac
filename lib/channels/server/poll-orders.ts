import { backOffMs } from '../back-off';
import { tallyChannel } from './channel-hours';
import { keepUnreadable } from './channel-inbox';
import { type ChannelDeps, loadConnector } from './load-connector';
import { takeInOrders } from './take-in-orders';

/** A poll whose process died is taken up by another after so long; every page renews it. */
export const poll_lease_ms = 60_000;
const pages_per_poll_max = 1_000;

interface PollState {
  cursor: string | null;
  failures: number;
}

/**
 * Asks a channel for orders, if that is due, page after page while there are any. Cursor and watermark are saved only
 * after the ledger has answered for every order of the page, so a process that dies asks for the page again. Returns
 * false where nothing was due. Paused channels are polled too: pausing stops what we tell, not what we hear.
 */
export async function pollOrders(deps: ChannelDeps, channel: string): Promise<boolean> {
  const claimed = await deps.pool.query<PollState>(
    `UPDATE channel_sync SET poll_due_at = now() + $2::integer * interval '1 millisecond'
     WHERE channel = (
       SELECT channel FROM channel_sync
       WHERE channel = $1 AND poll_due_at <= now() + interval '1 millisecond' AND connected_at IS NOT NULL FOR UPDATE SKIP LOCKED)
     RETURNING cursor, failures`,
    [channel, poll_lease_ms],
  );
  const [state] = claimed.rows;
  if (state === undefined) return false;
  const loaded = await loadConnector(deps, channel);
  if (!loaded.ok) {
    await failed(deps, channel, state.failures, loaded.detail);
    return true;
  }
  const { connector, config } = loaded.connected;
  let { cursor } = state;
  for (let page = 0; page < pages_per_poll_max; page++) {
    const answer = await connector.pollOrders(cursor);
    if (!answer.ok) {
      await failed(deps, channel, state.failures, answer.failure.detail, answer.failure.retryAfterMs);
      return true;
    }
    const { orders, unreadable, next, watermark } = answer.value;
    try {
      for (const { raw, detail } of unreadable) {
        deps.log.warn({ channel, detail }, 'an order that cannot be read is kept');
        await keepUnreadable(deps.pool, channel, raw, detail);
      }
      await takeInOrders(deps, channel, orders);
    } catch (error) {
      await failed(deps, channel, state.failures, 'Orders could not be recorded; they are asked for again.');
      throw error;
    }
    const more = orders.length + unreadable.length > 0 && next !== cursor;
    const wait = more ? poll_lease_ms : Math.round(config.pollSeconds * 1000);
    const saved = await deps.pool.query(
      `UPDATE channel_sync SET cursor = $2, watermark = greatest(watermark, $3), polled_at = now(), failures = 0,
         last_error = NULL, poll_due_at = now() + $5::integer * interval '1 millisecond',
         watermark_waiting = coalesce(watermark_waiting, $6),
         watermark_waits_for = CASE WHEN watermark_waiting IS NULL AND $6::timestamptz IS NOT NULL
           THEN pg_snapshot_xmax(pg_current_snapshot())::text::bigint ELSE watermark_waits_for END
       WHERE channel = $1 AND cursor IS NOT DISTINCT FROM $4`,
      [channel, next, watermark, cursor, wait, more || watermark === null ? null : certainBy(watermark)],
    );
    if (!more) await tallyChannel(deps.pool, channel, { polled: 1 });
    // Another worker has gone on from here: the page is its affair now.
    if (saved.rowCount === 0 || !more) return true;
    cursor = next;
  }
  await deps.pool.query('UPDATE channel_sync SET poll_due_at = now() WHERE channel = $1', [channel]);
  return true;
}

/** More can still be ordered in the very millisecond that the watermark names. */
function certainBy(watermark: string): Date {
  return new Date(Date.parse(watermark) - 1);
}

async function failed(
  deps: ChannelDeps,
  channel: string,
  failures: number,
  detail: string,
  retryAfterMs?: number,
): Promise<void> {
  deps.log.warn({ channel, detail }, 'poll failed');
  await tallyChannel(deps.pool, channel, { pollFailed: 1 });
  await deps.pool.query(
    `UPDATE channel_sync SET failures = failures + 1, last_error = $2, last_error_at = now(),
       poll_due_at = now() + $3::integer * interval '1 millisecond'
     WHERE channel = $1`,
    [channel, detail, backOffMs(failures + 1, Math.random(), retryAfterMs)],
  );
}
