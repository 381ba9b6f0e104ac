import type { ClientBase, Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import type { CommitPosition, LoggedEvent } from '@/lib/ledger/server/commit-order';
import type { SkuState } from '../../pools';
import { cancelledUnits } from './book-events';

/** Follows the log for the channels' targets; the escrow is booked in its transactions. Never renamed. */
export const targets_consumer = 'channel_targets';

/**
 * A by node: available to sell less open backorders, less what cancellations may have brought back whose event is not
 * booked yet: those units may be on sale at their channel again already. An order that is not booked yet needs no care:
 * its units are gone from the stock and still held as a right, so the float is only too small for a moment.
 */
export function availableByNode(state: SkuState, unbookedCancellations: number): Record<string, number> {
  const left = Object.fromEntries(state.nodes.map(({ node, availableToSell }) => [node, availableToSell]));
  for (const { sources, units } of state.backorders) takeOff(left, sources, units);
  takeOff(left, Object.keys(left).sort(), unbookedCancellations);
  return left;
}

/** From the fullest of the nodes first; what none has is owed at the first. */
function takeOff(left: Record<string, number>, nodes: readonly string[], units: number): void {
  let owed = units;
  const fullest = [...nodes].sort((a, b) => (left[b] ?? 0) - (left[a] ?? 0));
  for (const node of fullest) {
    const taken = Math.min(owed, Math.max(0, left[node] ?? 0));
    left[node] = (left[node] ?? 0) - taken;
    owed -= taken;
  }
  const [first] = nodes;
  if (owed > 0 && first !== undefined) left[first] = (left[first] ?? 0) - owed;
}

/** Units cancelled by events after this place in the log (default: after what the consumer has booked), by SKU. */
export async function readUnbookedCancellations(
  db: Pool | ClientBase,
  skus: readonly string[],
  until: CommitPosition | null,
): Promise<Map<string, number>> {
  const { rows } = await db.query<
    Pick<LoggedEvent, 'sku' | 'type' | 'content'> & { quantity: string | null }
  >(
    `WITH at AS MATERIALIZED (
       SELECT coalesce($3::bigint, (SELECT xid FROM consumer_cursor WHERE consumer = $5), 0) AS xid,
         coalesce($4::bigint, (SELECT sequence FROM consumer_cursor WHERE consumer = $5), 0) AS sequence)
     SELECT e.* FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     CROSS JOIN LATERAL (
       SELECT sku, type, quantity, content FROM inventory_event
       WHERE bucket = key.bucket AND sku = key.sku AND (xid, sequence) > ((SELECT xid FROM at), (SELECT sequence FROM at))
         AND type IN ('order_cancelled', 'order_snapshot') AND refusal IS NULL OFFSET 0
     ) AS e`,
    [skus.map(bucketOf), skus, until?.xid ?? null, until?.sequence ?? null, targets_consumer],
  );
  return cancelledUnits(
    rows.map((row) => ({ ...row, quantity: row.quantity === null ? null : Number(row.quantity) })),
  );
}
