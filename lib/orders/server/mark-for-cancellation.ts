import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { bucketOf } from '@/lib/ledger/bucket';
import { liveMarkSql } from '@/lib/ledger/server/cancellation-mark';
import type { MarkForCancellation, OrderLineKey } from '../arrange-orders';

export type Marked =
  | { ok: true }
  | { ok: false; code: 'unknown_order_line' | 'nothing_open' | 'not_marked'; detail: string };

/**
 * Marks an order line as one to be cancelled at its channel. From then on stock that arrives goes to other orders, and
 * the line is the first to give its units away. Marking it again changes nothing. The head of the SKU is locked, so
 * that no event of it is decided meanwhile.
 */
export function markForCancellation(pool: Pool, input: MarkForCancellation, actor: string): Promise<Marked> {
  return withTransaction(pool, async (client) => {
    const { key, open } = await lockLine(client, input);
    if (open === null) return unknownLine(input);
    if (!open)
      return {
        ok: false,
        code: 'nothing_open',
        detail: 'The line has no open units: nothing is left to cancel.',
      };
    await client.query(
      `INSERT INTO cancellation_mark (bucket, sku, channel, order_id, line, marked_by, reason, cancelled_before)
       SELECT o.bucket, o.sku, o.channel, o.order_id, o.line, $6, $7, greatest(o.cancelled_counted, o.cancelled_reported)
       FROM order_line o WHERE ${keyIs('o')}
         AND NOT EXISTS (SELECT 1 FROM cancellation_mark m WHERE ${liveMarkSql('m', 'o')})`,
      [...key, actor, input.reason],
    );
    return { ok: true };
  });
}

/** Takes the mark back: the line waits for stock again, in the place its age gives it. */
export function undoCancellationMark(pool: Pool, line: OrderLineKey, actor: string): Promise<Marked> {
  return withTransaction(pool, async (client) => {
    const { key, open } = await lockLine(client, line);
    if (open === null) return unknownLine(line);
    const { rowCount } = await client.query(
      `UPDATE cancellation_mark m SET undone_at = clock_timestamp(), undone_by = $6
       FROM order_line o WHERE ${keyIs('o')} AND ${liveMarkSql('m', 'o')}`,
      [...key, actor],
    );
    if (rowCount === 0)
      return { ok: false, code: 'not_marked', detail: 'The line is not marked for cancellation any more.' };
    return { ok: true };
  });
}

async function lockLine(client: PoolClient, { sku, channel, order, line }: OrderLineKey) {
  const key = [bucketOf(sku), sku, channel, order, line];
  await client.query('SELECT 1 FROM ledger_head WHERE bucket = $1 AND sku = $2 FOR NO KEY UPDATE', [
    bucketOf(sku),
    sku,
  ]);
  const { rows } = await client.query<{ open: boolean }>(
    `SELECT backordered > 0 OR claims <> '{}' AS open FROM order_line o WHERE ${keyIs('o')}`,
    key,
  );
  return { key, open: rows[0]?.open ?? null };
}

const keyIs = (of: string) =>
  `${of}.bucket = $1 AND ${of}.sku = $2 AND ${of}.channel = $3 AND ${of}.order_id = $4 AND ${of}.line = $5`;

function unknownLine({ sku, channel, order, line }: OrderLineKey): Marked {
  return {
    ok: false,
    code: 'unknown_order_line',
    detail: `There is no line ${line} of ${channel} order ${order} with ${sku}.`,
  };
}
