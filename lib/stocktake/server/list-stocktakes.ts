import type { Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import type { StocktakeItem } from '../stocktake-document';
import type { StocktakeScope, StocktakeStatus } from '../stocktake-states';

export interface StocktakesQuery {
  status?: StocktakeStatus;
  node?: string;
  assignedTo?: string;
  stocktake?: string;
  cursor?: string;
  limit?: number;
}

interface StocktakeRow {
  stocktake: string;
  node: string;
  scope: StocktakeScope;
  scope_value: string;
  note: string;
  assigned_to: string;
  status: StocktakeStatus;
  round: number;
  version: number;
  created_by: string;
  created_at: Date;
  approved_by: string | null;
  approved_at: Date | null;
  lines: string;
  due: string;
  counted: string;
  right: string;
  found: string;
  missing: string;
  set_aside: string;
}

/** Stocktakes, the newest first. Throws `invalid_cursor`. */
export async function listStocktakes(pool: Pool, query: StocktakesQuery): Promise<Page<StocktakeItem>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (query.status !== undefined) conditions.push(`status = ${bind(query.status)}`);
  if (query.node !== undefined) conditions.push(`node = ${bind(query.node)}`);
  if (query.assignedTo !== undefined) conditions.push(`assigned_to = ${bind(query.assignedTo)}`);
  if (query.stocktake !== undefined) conditions.push(`stocktake = ${bind(query.stocktake)}`);
  if (query.cursor !== undefined) {
    const [createdMs, stocktake] = decodeCursor(query.cursor, ['number', 'string']);
    conditions.push(`(created_at, stocktake) < (${bind(new Date(createdMs))}, ${bind(stocktake)})`);
  }
  const { rows } = await pool.query<StocktakeRow>(
    `SELECT t.*, l.*, s.set_aside FROM (
       SELECT * FROM stocktake ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
       ORDER BY created_at DESC, stocktake DESC LIMIT ${bind(limit + 1)}
     ) t CROSS JOIN LATERAL (
       SELECT count(*) AS lines, count(*) FILTER (WHERE t.status = 'counting' AND due_round = t.round) AS due,
         count(counted) AS counted, count(*) FILTER (WHERE coalesce(variance, counted - expected) = 0) AS right,
         coalesce(sum(variance) FILTER (WHERE variance > 0), 0) AS found,
         coalesce(-sum(variance) FILTER (WHERE variance < 0), 0) AS missing
       FROM stocktake_line WHERE stocktake = t.stocktake
     ) l CROSS JOIN LATERAL (
       SELECT count(*) AS set_aside FROM stocktake_scan WHERE stocktake = t.stocktake AND outcome <> 'counted'
     ) s ORDER BY t.created_at DESC, t.stocktake DESC`,
    values,
  );
  return pageOf(rows, limit, itemOf, (row) => [row.created_at.getTime(), row.stocktake]);
}

function itemOf(row: StocktakeRow): StocktakeItem {
  return {
    stocktake: row.stocktake,
    node: row.node,
    scope: row.scope,
    value: row.scope_value,
    note: row.note,
    assignedTo: row.assigned_to,
    status: row.status,
    round: row.round,
    version: row.version,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    ...(row.approved_by === null ? {} : { approvedBy: row.approved_by }),
    ...(row.approved_at === null ? {} : { approvedAt: row.approved_at.toISOString() }),
    lines: Number(row.lines),
    due: Number(row.due),
    counted: Number(row.counted),
    // While it is being counted nobody learns what the books say.
    right: row.status === 'counting' || row.status === 'handing_in' ? 0 : Number(row.right),
    found: Number(row.found),
    missing: Number(row.missing),
    setAside: Number(row.set_aside),
  };
}
