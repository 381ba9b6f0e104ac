import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { eventByHand } from '@/lib/ledger/by-hand';
import type { EventResult, InventoryEvent } from '@/lib/ledger/events';
import type { OrderLineKey } from '../arrange-orders';

/**
 * Gives a line that waits again what is available at its channel's sources by now: while it was marked, stock that
 * came passed it by. Nothing available is no failure; what was taken by others meanwhile is refused and left.
 */
export async function fillBackorder(
  ports: { pool: Pool; post: (events: readonly InventoryEvent[], actor: string) => Promise<EventResult[]> },
  { sku, channel, order, line }: OrderLineKey,
  actor: string,
): Promise<number> {
  const { rows } = await ports.pool.query<{ node: string; available: string; backordered: string }>(
    `SELECT p.node, p.available, o.backordered
     FROM order_line o
     JOIN channel_source c ON c.channel = o.channel
     JOIN position p ON p.bucket = o.bucket AND p.sku = o.sku AND p.node = c.node AND p.available > 0
     WHERE o.bucket = $1 AND o.sku = $2 AND o.channel = $3 AND o.order_id = $4 AND o.line = $5 AND o.backordered > 0
     ORDER BY c.rank`,
    [bucketOf(sku), sku, channel, order, line],
  );
  let left = Number(rows[0]?.backordered ?? 0);
  let filled = 0;
  for (const { node, available } of rows) {
    const quantity = Math.min(left, Number(available));
    if (quantity === 0) continue;
    const event = eventByHand(
      { key: randomUUID(), at: new Date().toISOString() },
      {
        type: 'claims_moved',
        sku,
        node,
        quantity,
        channel,
        order,
        line,
        reason: 'mark for cancellation undone',
      },
    );
    const [result] = await ports.post([event], actor);
    if (result?.status !== 'applied') continue;
    left -= quantity;
    filled += quantity;
  }
  return filled;
}
