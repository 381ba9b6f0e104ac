import type { ClientBase, Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import { type Cause, causesOf } from '../causes';
import { describeCause } from '../describe-cause';
import { type AbcClass, type Tolerance, toleratedUnits } from '../tolerance';
import { readEvidence } from './read-evidence';

export interface DiscrepanciesQuery {
  status?: 'open' | 'resolved';
  sku?: string;
  node?: string;
  kind?: string;
  /** Only what is beyond the tolerance of its SKU's class. */
  beyond?: boolean;
  /** One case: the event that opened it. */
  sequence?: number;
  cursor?: string;
  limit?: number;
}

/** A cause with the sentence that says it. */
export type SaidCause = Cause & { detail: string };

/**
 * A case between two sources of a number, in single units. It closes by a recount, by an approved variance, or where
 * what is recorded afterwards makes both numbers the same.
 */
export interface DiscrepancyItem {
  sku: string;
  /** The event that opened it. */
  sequence: number;
  node: string;
  kind: string;
  expected: number;
  actual: number;
  /** By the books as of then with everything learned since, where something was. */
  expectedNow?: number;
  /** actual − expected, as the books hold it now. */
  difference: number;
  class: AbcClass;
  /** Units that may be off in this class. */
  tolerance: number;
  beyondTolerance: boolean;
  /** Of an open case between a node and the books: the likeliest first. */
  causes: SaidCause[];
  document?: string;
  status: 'open' | 'resolved';
  occurredAt: string;
  recordedAt: string;
  resolvedAt?: string;
  /** The event that closed it. */
  resolvedSequence?: number;
  resolution?: 'counted' | 'superseded' | 'explained';
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
  expected_now: string | null;
  resolution: 'superseded' | 'explained' | null;
  class: AbcClass;
  tolerated_units: number;
  tolerated_percent: number;
}

const books = 'coalesce(d.expected_now, d.expected)';
/** Discrepancies with what most likely made them, newest first. Throws `invalid_cursor`. */
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
    conditions.push(`d.bucket = ${bind(bucketOf(query.sku))}`, `d.sku = ${bind(query.sku)}`);
  if (query.node !== undefined) conditions.push(`node = ${bind(query.node)}`);
  if (query.kind !== undefined) conditions.push(`kind = ${bind(query.kind)}`);
  if (query.sequence !== undefined) conditions.push(`d.sequence = ${bind(query.sequence)}`);
  if (query.beyond)
    conditions.push(
      `abs(actual - ${books}) > greatest(t.units, floor(greatest(${books}, 0) * t.percent / 100))`,
    );
  if (query.cursor !== undefined) {
    const [recordedMs, ...rest] = decodeCursor(query.cursor, ['number', 'number', 'string', 'string']);
    const key = [new Date(recordedMs), ...rest].map(bind).join(', ');
    conditions.push(`(d.recorded_at, d.sequence, node, kind) < (${key})`);
  }
  const { rows } = await client.query<DiscrepancyRow>(
    `SELECT d.sku, d.sequence, node, kind, expected, actual, document, occurred_at, d.recorded_at, resolved_at,
       resolved_sequence, expected_now, resolution, coalesce(k.class, 'C') AS class,
       t.units AS tolerated_units, t.percent AS tolerated_percent
     FROM discrepancy d LEFT JOIN sku_class k ON k.sku = d.sku JOIN tolerance t ON t.class = coalesce(k.class, 'C') ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY d.recorded_at DESC, d.sequence DESC, node DESC, kind DESC LIMIT ${bind(limit + 1)}`,
    values,
  );
  const page = pageOf(rows, limit, itemOf, (row) => [
    row.recorded_at.getTime(),
    Number(row.sequence),
    row.node,
    row.kind,
  ]);
  return { ...page, items: await withCauses(client, page.items) };
}

async function withCauses(
  client: ClientBase | Pool,
  items: readonly Omit<DiscrepancyItem, 'causes'>[],
): Promise<DiscrepancyItem[]> {
  const asked = items.filter(({ status, kind }) => status === 'open' && kind === 'snapshot');
  const evidence = await readEvidence(client, asked);
  return items.map((item) => {
    const found = evidence.get(`${item.sequence} ${item.node}`);
    if (found === undefined) return { ...item, causes: [] };
    const difference = { ...item, expected: item.expectedNow ?? item.expected };
    const causes = causesOf(difference, found).map((cause) => ({ ...cause, detail: describeCause(cause) }));
    return { ...item, causes };
  });
}

function itemOf(row: DiscrepancyRow): Omit<DiscrepancyItem, 'causes'> {
  const expected = Number(row.expected);
  const now = row.expected_now === null ? expected : Number(row.expected_now);
  const tolerated: Tolerance = { units: row.tolerated_units, percent: row.tolerated_percent };
  const tolerance = toleratedUnits(tolerated, now);
  const actual = Number(row.actual);
  return {
    sku: row.sku,
    sequence: Number(row.sequence),
    node: row.node,
    kind: row.kind,
    expected,
    actual,
    ...(row.expected_now === null ? {} : { expectedNow: now }),
    difference: actual - now,
    class: row.class,
    tolerance,
    beyondTolerance: Math.abs(actual - now) > tolerance,
    ...(row.document === null ? {} : { document: row.document }),
    status: row.resolved_at === null ? 'open' : 'resolved',
    occurredAt: row.occurred_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    ...(row.resolved_at === null ? {} : { resolvedAt: row.resolved_at.toISOString() }),
    ...(row.resolved_at === null ? {} : { resolution: row.resolution ?? ('counted' as const) }),
    ...(row.resolved_sequence === null ? {} : { resolvedSequence: Number(row.resolved_sequence) }),
  };
}
