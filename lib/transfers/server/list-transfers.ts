import type { Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import { isLate, statusOf, type TransferCounters, type TransferItem } from '../transfer-document';
import type { TransferStatus } from '../transfer-status';

export interface TransfersQuery {
  status?: TransferStatus;
  node?: string;
  transfer?: string;
  cursor?: string;
  limit?: number;
}

const counters = ['ready', 'dispatched', 'received', 'damaged', 'missing', 'held', 'in_transit'] as const;

interface TransferRow extends Record<(typeof counters)[number] | 'cancelled' | 'skus' | 'units', string> {
  transfer: string;
  from_node: string;
  to_node: string;
  expected_at: Date | null;
  note: string;
  version: number;
  cancelled_at: Date | null;
  created_at: Date;
}

/** Mirrors `statusOf` for the filter of a list. */
const statusSql = `CASE
  WHEN in_transit > 0 THEN CASE WHEN received + damaged + missing > 0 THEN 'partly_received' ELSE 'in_transit' END
  WHEN received + damaged + missing > 0 THEN CASE WHEN missing > 0 THEN 'closed_short' ELSE 'received' END
  WHEN held > 0 THEN 'ready'
  WHEN cancelled_at IS NOT NULL OR ready + dispatched > 0 THEN 'cancelled' ELSE 'draft' END`;

const transfersSql = `
  SELECT coalesce(d.transfer, l.transfer) AS transfer, coalesce(d.from_node, l.from_node) AS from_node,
    coalesce(d.to_node, l.to_node) AS to_node, d.expected_at, coalesce(d.note, '') AS note,
    coalesce(d.version, 0) AS version, d.cancelled_at, coalesce(d.created_at, l.recorded_at) AS created_at,
    coalesce(nullif(jsonb_array_length(d.lines), 0), l.skus, 0) AS skus,
    coalesce((SELECT sum((x->>'units')::bigint) FROM jsonb_array_elements(d.lines) x), greatest(l.ready, l.dispatched), 0) AS units,
    ${counters.map((each) => `coalesce(l.${each}, 0) AS ${each}`).join(', ')}, coalesce(l.cancelled, 0) AS cancelled
  FROM transfer_document d FULL JOIN (
    SELECT transfer, min(from_node) AS from_node, min(to_node) AS to_node, count(*) AS skus,
      min(recorded_at) AS recorded_at, sum(cancelled_ready + cancelled_transit) AS cancelled,
      ${counters.map((each) => `sum(${each}) AS ${each}`).join(', ')}
    FROM transfer_line GROUP BY transfer
  ) l ON l.transfer = d.transfer`;

/** Transfers, the newest first: those planned here, and those that feeds have reported. Throws `invalid_cursor`. */
export async function listTransfers(pool: Pool, query: TransfersQuery): Promise<Page<TransferItem>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (query.status !== undefined) conditions.push(`${statusSql} = ${bind(query.status)}`);
  if (query.node !== undefined) conditions.push(`${bind(query.node)} IN (from_node, to_node)`);
  if (query.transfer !== undefined) conditions.push(`transfer = ${bind(query.transfer)}`);
  if (query.cursor !== undefined) {
    const [createdMs, transfer] = decodeCursor(query.cursor, ['number', 'string']);
    conditions.push(`(created_at, transfer) < (${bind(new Date(createdMs))}, ${bind(transfer)})`);
  }
  const { rows } = await pool.query<TransferRow>(
    `SELECT * FROM (${transfersSql}) t ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY created_at DESC, transfer DESC LIMIT ${bind(limit + 1)}`,
    values,
  );
  const nowMs = Date.now();
  return pageOf(
    rows,
    limit,
    (row) => itemOf(row, nowMs),
    (row) => [row.created_at.getTime(), row.transfer],
  );
}

function itemOf(row: TransferRow, nowMs: number): TransferItem {
  const sums: TransferCounters = {
    ready: Number(row.ready),
    dispatched: Number(row.dispatched),
    received: Number(row.received),
    damaged: Number(row.damaged),
    missing: Number(row.missing),
    cancelled: Number(row.cancelled),
    held: Number(row.held),
    inTransit: Number(row.in_transit),
  };
  const status = statusOf(sums, row.cancelled_at !== null);
  const expectedAt = row.expected_at?.toISOString();
  return {
    transfer: row.transfer,
    from: row.from_node,
    to: row.to_node,
    status,
    late: isLate({ status, expectedAt }, nowMs),
    ...(expectedAt === undefined ? {} : { expectedAt }),
    note: row.note,
    skus: Number(row.skus),
    units: Number(row.units),
    version: row.version,
    createdAt: row.created_at.toISOString(),
    ...sums,
  };
}
