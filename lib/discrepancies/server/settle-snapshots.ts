import type { Pool, PoolClient } from 'pg';
import type { EventRange } from '@/lib/ledger/server/commit-order';
import { type Consumer, startRangeConsumer } from '@/lib/ledger/server/consume';
import type { LedgerNotifications } from '@/lib/ledger/server/ledger-notifications';
import { trueBalancesAt } from '@/lib/ledger/server/true-balances';
import { onHand } from '@/lib/ledger/states';

export const settle_snapshots_consumer = 'settle_snapshots';
const events_batch_max = 5_000;

interface Touched {
  bucket: number;
  sku: string;
  sequence: string;
  node: string;
  actual: string;
  occurred_at: Date;
  by: string;
}

/**
 * What is learned after a report but happened before it moves what the books held as of then. Says so on the open
 * case, and closes it where both numbers are the same now: a transfer that nobody had recorded, a late shipment.
 */
export async function settleSnapshots(client: PoolClient, range: EventRange): Promise<number> {
  const { rows } = await client.query<Touched>(
    `SELECT d.bucket, d.sku, d.sequence, d.node, d.actual, d.occurred_at, max(p.sequence) AS by
     FROM discrepancy d JOIN posting p ON p.bucket = d.bucket AND p.sku = d.sku AND p.node = d.node
     WHERE d.kind = 'snapshot' AND d.resolved_at IS NULL
       AND (p.xid, p.sequence) > ($1::bigint, $2::bigint) AND (p.xid, p.sequence) <= ($3::bigint, $4::bigint)
       AND p.recorded_at BETWEEN $5 AND $6 AND p.occurred_at <= d.occurred_at
     GROUP BY d.bucket, d.sku, d.sequence, d.node, d.kind`,
    [
      range.after.xid,
      range.after.sequence,
      range.until.xid,
      range.until.sequence,
      range.firstRecordedAt,
      range.lastRecordedAt,
    ],
  );
  if (rows.length === 0) return 0;
  const truths = await trueBalancesAt(
    client,
    rows.map(({ sku, node, occurred_at }) => ({ sku, node, at: occurred_at })),
  );
  for (const [index, row] of rows.entries()) {
    const truth = truths[index];
    if (truth === undefined) continue;
    const expected = onHand(truth.balances);
    const explained = expected === Number(row.actual);
    await client.query(
      `UPDATE discrepancy SET expected_now = $5,
         resolved_at = CASE WHEN $6 THEN clock_timestamp() END,
         resolved_sequence = CASE WHEN $6 THEN $7::bigint END,
         resolution = CASE WHEN $6 THEN 'explained' END
       WHERE bucket = $1 AND sku = $2 AND sequence = $3 AND node = $4 AND kind = 'snapshot' AND resolved_at IS NULL`,
      [row.bucket, row.sku, row.sequence, row.node, expected, explained, row.by],
    );
  }
  await client.query('NOTIFY truecount_screens');
  return rows.length;
}

export function startSettlingSnapshots(options: {
  pool: Pool;
  notifications?: LedgerNotifications;
  onError?: (error: unknown) => void;
}): Consumer {
  return startRangeConsumer({
    ...options,
    name: settle_snapshots_consumer,
    events_batch_max,
    handle: async (client, range) => {
      await settleSnapshots(client, range);
    },
  });
}
