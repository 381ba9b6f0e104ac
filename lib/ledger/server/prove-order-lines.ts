import type { ClientBase } from 'pg';
import { sumUnits, type UnitsByNode } from '../order-line';
import type { Findings } from '../proof';
import { effectiveCounters, impliedBy } from '../rules/order-counters';
import { countersOf, type OrderCounterColumns, orderCounterColumns } from './order-line-row';
import type { BucketSpan } from './prove-balances';
import { readByCursor } from './read-by-cursor';

interface LineRow extends OrderCounterColumns {
  bucket: number;
  sku: string;
  channel: string;
  order_id: string;
  line: string;
  claims: UnitsByNode;
  waiting: UnitsByNode | null;
  backordered: string;
}

/** Checks that each order line holds exactly what its counters leave open: claimed, backordered and waiting units. */
export async function proveOrderLines(
  client: ClientBase,
  span: BucketSpan,
  findings: Findings,
): Promise<void> {
  const lines = readByCursor<LineRow>(
    client,
    'order_lines',
    `SELECT bucket, sku, channel, order_id, line, claims, waiting, backordered, ${orderCounterColumns}
     FROM order_line WHERE bucket BETWEEN $1 AND $2`,
    [span.first, span.last],
  );
  for await (const row of lines) {
    const implied = impliedBy(effectiveCounters(countersOf(row)));
    const held = sumUnits(row.claims) + Number(row.backordered);
    const waiting = sumUnits(row.waiting ?? {});
    if (held === implied.open && waiting === implied.waiting) continue;
    findings.add({
      kind: 'order_line_differs',
      bucket: row.bucket,
      sku: row.sku,
      detail: `order ${row.order_id}, line ${row.line} of ${row.channel}: ${held} claimed or backordered and ${waiting} waiting, its counters leave ${implied.open} open and ${implied.waiting} waiting`,
    });
  }
}
