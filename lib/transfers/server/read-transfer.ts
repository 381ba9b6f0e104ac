import type { Pool } from 'pg';
import type { TransferDetail } from '../transfer-document';
import { listTransfers } from './list-transfers';

/** A transfer with its lines, planned and moved; null where nobody knows it. */
export async function readTransfer(pool: Pool, transfer: string): Promise<TransferDetail | null> {
  const { items } = await listTransfers(pool, { transfer, limit: 1 });
  const [item] = items;
  if (item === undefined) return null;
  const { rows } = await pool.query<Record<string, string | null> & { sku: string }>(
    `SELECT coalesce(p.sku, l.sku) AS sku, s.name, coalesce(l.line, p.sku) AS line, coalesce(p.units, greatest(l.ready, l.dispatched)) AS units,
       l.ready, l.dispatched, l.received, l.damaged, l.missing, l.cancelled_ready + l.cancelled_transit AS cancelled,
       l.held, l.in_transit
     FROM (
       SELECT x->>'sku' AS sku, (x->>'units')::bigint AS units, ordinal
       FROM transfer_document d CROSS JOIN LATERAL jsonb_array_elements(d.lines) WITH ORDINALITY AS e(x, ordinal)
       WHERE d.transfer = $1
     ) p FULL JOIN (SELECT * FROM transfer_line WHERE transfer = $1) l ON l.sku = p.sku
     LEFT JOIN sku s ON s.sku = coalesce(p.sku, l.sku)
     ORDER BY p.ordinal NULLS LAST, 1, l.line`,
    [transfer],
  );
  const number = (text: string | null | undefined) => Number(text ?? 0);
  return {
    ...item,
    lines: rows.map((row) => ({
      sku: row.sku,
      name: row.name ?? row.sku,
      line: row.line ?? row.sku,
      units: number(row.units),
      ready: number(row.ready),
      dispatched: number(row.dispatched),
      received: number(row.received),
      damaged: number(row.damaged),
      missing: number(row.missing),
      cancelled: number(row.cancelled),
      held: number(row.held),
      inTransit: number(row.in_transit),
    })),
  };
}
