import type { ClientBase, Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import { bucketOf } from '../bucket';

export interface DiscrepanciesQuery {
  status?: 'open' | 'resolved';
  sku?: string;
  node?: string;
  kind?: string;
  cursor?: string;
  limit?: number;
}

/** A case between two sources of a number, in single units. It closes by a recount or an approved adjustment only. */
export interface DiscrepancyItem {
  sku: string;
  /** The event that opened it. */
  sequence: number;
  node: string;
  kind: string;
  expected: number;
  actual: number;
  /** actual − expected. */
  difference: number;
  document?: string;
  status: 'open' | 'resolved';
  occurredAt: string;
  recordedAt: string;
  resolvedAt?: string;
  /** The event that closed it. */
  resolvedSequence?: number;
}

interface DiscrepancyRow {
  sku: string;
  sequence: string;
  node: string;
  kind: string;
  expected: string;
  actual: string;
  document: string | null;
  occurred_at: Date;
  recorded_at: Date;
  resolved_at: Date | null;
  resolved_sequence: string | null;
}

/** Discrepancies, newest first. Throws `invalid_cursor`. */
export async function listDiscrepancies(
  client: ClientBase | Pool,
  query: DiscrepanciesQuery,
): Promise<Page<DiscrepancyItem>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (query.status !== undefined)
    conditions.push(`resolved_at IS ${query.status === 'open' ? 'NULL' : 'NOT NULL'}`);
  if (query.sku !== undefined)
    conditions.push(`bucket = ${bind(bucketOf(query.sku))}`, `sku = ${bind(query.sku)}`);
  if (query.node !== undefined) conditions.push(`node = ${bind(query.node)}`);
  if (query.kind !== undefined) conditions.push(`kind = ${bind(query.kind)}`);
  if (query.cursor !== undefined) {
    const [recordedMs, ...rest] = decodeCursor(query.cursor, ['number', 'number', 'string', 'string']);
    const key = [new Date(recordedMs), ...rest].map(bind).join(', ');
    conditions.push(`(recorded_at, sequence, node, kind) < (${key})`);
  }
  const { rows } = await client.query<DiscrepancyRow>(
    `SELECT sku, sequence, node, kind, expected, actual, document, occurred_at, recorded_at, resolved_at,
       resolved_sequence
     FROM discrepancy ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY recorded_at DESC, sequence DESC, node DESC, kind DESC LIMIT ${bind(limit + 1)}`,
    values,
  );
  return pageOf(rows, limit, itemOf, (row) => [
    row.recorded_at.getTime(),
    Number(row.sequence),
    row.node,
    row.kind,
  ]);
}

function itemOf(row: DiscrepancyRow): DiscrepancyItem {
  const expected = Number(row.expected);
  const actual = Number(row.actual);
  return {
    sku: row.sku,
    sequence: Number(row.sequence),
    node: row.node,
    kind: row.kind,
    expected,
    actual,
    difference: actual - expected,
    ...(row.document === null ? {} : { document: row.document }),
    status: row.resolved_at === null ? 'open' : 'resolved',
    occurredAt: row.occurred_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    ...(row.resolved_at === null ? {} : { resolvedAt: row.resolved_at.toISOString() }),
    ...(row.resolved_sequence === null ? {} : { resolvedSequence: Number(row.resolved_sequence) }),
  };
}
