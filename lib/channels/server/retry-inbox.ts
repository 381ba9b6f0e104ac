import { z } from 'zod';
import { orderLineSchema } from '../order-snapshot';
import type { ChannelDeps } from './load-connector';
import { type TakenIn, takeInOrders } from './take-in-orders';

const lines_batch_max = 500;

const payloadSchema = z.object({ placedAt: z.string(), line: orderLineSchema });

/**
 * Tries what waits in the inbox again, the longest untouched first: lines whose listing or SKU is known by now, and
 * those that the ledger refused. Call it after the catalogue has changed; the worker does so as well. Rejects with code
 * `ledger_unavailable`.
 */
export async function retryInbox(deps: ChannelDeps): Promise<TakenIn> {
  const total: TakenIn = { applied: 0, known: 0, kept: 0 };
  const { rows } = await deps.pool.query<{ channel: string; order_id: string; payload: unknown }>(
    `SELECT i.channel, i.order_id, i.payload FROM channel_inbox i
     WHERE i.reason <> 'unreadable' AND (
       i.reason <> 'unknown_listing'
       OR EXISTS (SELECT 1 FROM listing l WHERE l.channel = i.channel AND l.external_id = i.listing)
       OR EXISTS (SELECT 1 FROM sku s WHERE s.sku = i.listing))
     ORDER BY i.updated_at LIMIT $1`,
    [lines_batch_max],
  );
  const byChannel = new Map<string, typeof rows>();
  for (const row of rows) byChannel.set(row.channel, [...(byChannel.get(row.channel) ?? []), row]);
  for (const [channel, waiting] of byChannel) {
    const orders = waiting.flatMap((row) => {
      const parsed = payloadSchema.safeParse(row.payload);
      if (parsed.success)
        return [{ order: row.order_id, placedAt: parsed.data.placedAt, lines: [parsed.data.line] }];
      deps.log.error({ channel, order: row.order_id }, 'a kept order line cannot be read any more');
      return [];
    });
    const taken = await takeInOrders(deps, channel, orders);
    total.applied += taken.applied;
    total.known += taken.known;
    total.kept += taken.kept;
  }
  return total;
}
