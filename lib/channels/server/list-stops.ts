import type { ClientBase, Pool } from 'pg';
import type { SellingStop, StopScope } from '@/lib/catalog/selling-stop';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';

export interface StopsQuery {
  /** Stops that hold for this SKU: of the SKU, or of a whole channel. */
  sku?: string | undefined;
  channel?: string | undefined;
  status?: 'in_force' | 'resumed' | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

interface StopRow {
  stop: string;
  sku: string;
  channel: string;
  reason: string;
  actor: string;
  stopped_at: Date;
  resumed_at: Date | null;
  resumed_by: string | null;
  resume_reason: string | null;
}

const selection = `SELECT s.stop, s.sku, s.channel, s.reason, s.actor, s.stopped_at, r.resumed_at,
    r.actor AS resumed_by, r.reason AS resume_reason
  FROM selling_stop s LEFT JOIN selling_resume r ON r.stop = s.stop`;

/** Stops, the newest first, a page at a time. Throws `invalid_cursor`. */
export async function listStops(db: Pool | ClientBase, query: StopsQuery): Promise<Page<SellingStop>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (query.sku !== undefined) conditions.push(`s.sku IN (${bind(query.sku)}, '')`);
  if (query.channel !== undefined) conditions.push(`s.channel IN (${bind(query.channel)}, '')`);
  if (query.status !== undefined)
    conditions.push(query.status === 'in_force' ? 'r.stop IS NULL' : 'r.stop IS NOT NULL');
  if (query.cursor !== undefined) {
    const [at, stop] = decodeCursor(query.cursor, ['string', 'string']);
    if (Number.isNaN(Date.parse(at))) decodeCursor('', []);
    conditions.push(`(s.stopped_at, s.stop) < (${bind(at)}::timestamptz, ${bind(stop)})`);
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const { rows } = await db.query<StopRow>(
    `${selection} ${where} ORDER BY s.stopped_at DESC, s.stop DESC LIMIT ${bind(limit + 1)}`,
    values,
  );
  return pageOf(rows, limit, stopOf, (row) => [row.stopped_at.toISOString(), row.stop]);
}

export async function readStop(db: Pool | ClientBase, id: string): Promise<SellingStop | null> {
  const { rows } = await db.query<StopRow>(`${selection} WHERE s.stop = $1`, [id]);
  return rows[0] === undefined ? null : stopOf(rows[0]);
}

/** The stop in force of exactly this scope. */
export async function stopInForce(db: Pool | ClientBase, scope: StopScope): Promise<SellingStop | null> {
  const { rows } = await db.query<StopRow>(
    `${selection} WHERE s.sku = $1 AND s.channel = $2 AND r.stop IS NULL`,
    [scope.sku, scope.channel],
  );
  return rows[0] === undefined ? null : stopOf(rows[0]);
}

function stopOf(row: StopRow): SellingStop {
  return {
    id: row.stop,
    sku: row.sku === '' ? null : row.sku,
    channel: row.channel === '' ? null : row.channel,
    reason: row.reason,
    actor: row.actor,
    stoppedAt: row.stopped_at.toISOString(),
    resumedAt: row.resumed_at === null ? null : row.resumed_at.toISOString(),
    resumedBy: row.resumed_by,
    resumeReason: row.resume_reason,
  };
}
