import type { Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import type { DeliveryItem } from '../delivery';
import { severityAt } from '../rules';

export interface DeliveriesQuery {
  destination?: string | undefined;
  state?: DeliveryItem['state'] | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

interface Row {
  delivery: string;
  destination: string;
  name: string;
  kind: DeliveryItem['kind'];
  rule: DeliveryItem['rule'];
  severity: number;
  alerts: number;
  state: DeliveryItem['state'];
  created_at: Date;
  due_at: Date | null;
  delivered_at: Date | null;
  attempts: number;
  last_error: string | null;
}

/** What was told, and what waits to be, the newest first. Throws `invalid_cursor`. */
export async function listDeliveries(pool: Pool, query: DeliveriesQuery): Promise<Page<DeliveryItem>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['TRUE'];
  if (query.destination !== undefined) conditions.push(`destination = ${bind(query.destination)}`);
  if (query.state !== undefined) conditions.push(`state = ${bind(query.state)}`);
  if (query.cursor !== undefined) {
    const [at, id] = decodeCursor(query.cursor, ['number', 'string']);
    conditions.push(`(created_at, delivery) < (${bind(new Date(at))}, ${bind(id)})`);
  }
  const { rows } = await pool.query<Row>(
    `SELECT * FROM (
       SELECT d.delivery, d.destination, t.name, d.kind, d.rule, d.severity, cardinality(d.alerts) AS alerts,
         CASE WHEN d.delivered_at IS NOT NULL THEN 'delivered' WHEN d.due_at IS NOT NULL THEN 'waiting'
           ELSE 'failed' END AS state,
         d.created_at, d.due_at, d.delivered_at, d.attempts, d.last_error
       FROM alert_delivery d JOIN alert_destination t USING (destination)
     ) AS told WHERE ${conditions.join(' AND ')} ORDER BY created_at DESC, delivery DESC LIMIT ${bind(limit + 1)}`,
    values,
  );
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return pageOf(
    rows,
    limit,
    (row): DeliveryItem => ({
      id: row.delivery,
      destination: row.destination,
      name: row.name,
      kind: row.kind,
      rule: row.rule,
      severity: severityAt(row.severity),
      alerts: row.alerts,
      state: row.state,
      createdAt: row.created_at.toISOString(),
      dueAt: iso(row.due_at),
      deliveredAt: iso(row.delivered_at),
      attempts: row.attempts,
      lastError: row.last_error,
    }),
    (row) => [row.created_at.getTime(), row.delivery],
  );
}
