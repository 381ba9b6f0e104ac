import type { ClientBase, Pool } from 'pg';
import { toMajor } from '@/lib/shared/money';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import { bucketOf } from '../bucket';

export interface IncidentsQuery {
  sku?: string;
  channel?: string;
  cause?: string;
  /** On `recordedAt`, both inclusive. */
  from?: string | Date;
  to?: string | Date;
  cursor?: string;
  limit?: number;
}

/** Units of an order that were not there, and why. */
export interface IncidentItem {
  sku: string;
  sequence: number;
  channel: string;
  order: string;
  line: string;
  units: number;
  cause: string;
  occurredAt: string;
  recordedAt: string;
  /** The lost margin: units × (price − unit cost), major units of `currency`; only where both are known. */
  cost?: number;
  currency?: string;
}

interface IncidentRow {
  sku: string;
  sequence: string;
  channel: string;
  order_id: string;
  line: string;
  units: string;
  cause: string;
  occurred_at: Date;
  recorded_at: Date;
  margin_minor: string | null;
  currency: string | null;
}

/** Oversell incidents, newest first. The listing's own price goes before the SKU's. Throws `invalid_cursor`. */
export async function listIncidents(
  client: ClientBase | Pool,
  query: IncidentsQuery,
): Promise<Page<IncidentItem>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (query.sku !== undefined)
    conditions.push(`i.bucket = ${bind(bucketOf(query.sku))}`, `i.sku = ${bind(query.sku)}`);
  if (query.channel !== undefined) conditions.push(`i.channel = ${bind(query.channel)}`);
  if (query.cause !== undefined) conditions.push(`i.cause = ${bind(query.cause)}`);
  if (query.from !== undefined) conditions.push(`i.recorded_at >= ${bind(query.from)}::timestamptz`);
  if (query.to !== undefined) conditions.push(`i.recorded_at <= ${bind(query.to)}::timestamptz`);
  if (query.cursor !== undefined) {
    const [recordedMs, ...rest] = decodeCursor(query.cursor, [
      'number',
      'number',
      'string',
      'string',
      'string',
    ]);
    const key = [new Date(recordedMs), ...rest].map(bind).join(', ');
    conditions.push(`(i.recorded_at, i.sequence, i.channel, i.order_id, i.line) < (${key})`);
  }
  const { rows } = await client.query<IncidentRow>(
    `SELECT i.sku, i.sequence, i.channel, i.order_id, i.line, i.units, i.cause, i.occurred_at, i.recorded_at,
       (coalesce(listed.price_minor, s.price_minor) - s.unit_cost_minor) AS margin_minor, s.currency
     FROM oversell_incident i
     LEFT JOIN sku s ON s.sku = i.sku
     LEFT JOIN LATERAL (
       SELECT l.price_minor / l.units_per_listing AS price_minor FROM listing l
       WHERE l.bucket = i.bucket AND l.sku = i.sku AND l.channel = i.channel AND l.price_minor IS NOT NULL
       ORDER BY l.location LIMIT 1
     ) listed ON TRUE
     ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY i.recorded_at DESC, i.sequence DESC, i.channel DESC, i.order_id DESC, i.line DESC
     LIMIT ${bind(limit + 1)}`,
    values,
  );
  return pageOf(rows, limit, itemOf, (row) => [
    row.recorded_at.getTime(),
    Number(row.sequence),
    row.channel,
    row.order_id,
    row.line,
  ]);
}

function itemOf(row: IncidentRow): IncidentItem {
  const units = Number(row.units);
  return {
    sku: row.sku,
    sequence: Number(row.sequence),
    channel: row.channel,
    order: row.order_id,
    line: row.line,
    units,
    cause: row.cause,
    occurredAt: row.occurred_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    ...(row.margin_minor === null || row.currency === null
      ? {}
      : { cost: toMajor(units * Number(row.margin_minor), row.currency), currency: row.currency }),
  };
}
