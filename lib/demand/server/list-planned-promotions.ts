import type { Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import type { PlannedPromotion, PromotionStatus } from '../promotion-items';

export interface PlannedPromotionsQuery {
  search?: string | undefined;
  channel?: string | undefined;
  status?: PromotionStatus | undefined;
  /** Those that run at some time in [from, to). */
  from?: string | undefined;
  to?: string | undefined;
  direction: 'ascending' | 'descending';
  cursor?: string | undefined;
  limit: number;
}

interface Row
  extends Omit<PlannedPromotion, 'startsAt' | 'endsAt' | 'holdBack' | 'channelName' | 'createdBy'> {
  starts_at: Date;
  ends_at: Date;
  hold_back: string;
  channel_name: string;
  created_by_name: string;
}

const statusSql = `CASE WHEN p.cancelled_at IS NOT NULL THEN 'cancelled' WHEN p.starts_at > now() THEN 'scheduled'
  WHEN p.ends_at > now() THEN 'running' ELSE 'ended' END`;

/** Promotions by their start, each with those it overlaps. Throws `invalid_cursor`. */
export async function listPlannedPromotions(
  pool: Pool,
  query: PlannedPromotionsQuery,
): Promise<Page<PlannedPromotion>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['true'];
  const search = query.search?.trim() ?? '';
  if (search !== '') {
    const pattern = bind(`%${search.replace(/[\\%_]/g, '\\$&')}%`);
    conditions.push(`(p.name ILIKE ${pattern} OR ${bind(search)} = ANY (p.skus))`);
  }
  if (query.channel !== undefined) conditions.push(`p.channel = ${bind(query.channel)}`);
  if (query.status !== undefined) conditions.push(`${statusSql} = ${bind(query.status)}`);
  if (query.from !== undefined) conditions.push(`p.ends_at > ${bind(query.from)}::timestamptz`);
  if (query.to !== undefined) conditions.push(`p.starts_at < ${bind(query.to)}::timestamptz`);
  const [beyond, order] = query.direction === 'ascending' ? ['>', 'ASC'] : ['<', 'DESC'];
  if (query.cursor !== undefined) {
    const [startsMs, promotion] = decodeCursor(query.cursor, ['number', 'string']);
    conditions.push(`(p.starts_at, p.promotion) ${beyond} (${bind(new Date(startsMs))}, ${bind(promotion)})`);
  }
  const { rows } = await pool.query<Row>(
    `SELECT p.promotion, p.name, p.channel, c.name AS channel_name, p.starts_at, p.ends_at, p.skus, p.uplift,
       p.hold_back, p.version, ${statusSql} AS status,
       coalesce((SELECT u.name FROM "user" u WHERE 'user:' || u.id = p.created_by),
         (SELECT k.name FROM api_key k WHERE 'key:' || k.id = p.created_by), p.created_by) AS created_by_name,
       CASE WHEN p.cancelled_at IS NOT NULL THEN '{}' ELSE ARRAY(
         SELECT o.name FROM promotion o
         WHERE o.channel = p.channel AND o.promotion <> p.promotion AND o.cancelled_at IS NULL
           AND o.starts_at < p.ends_at AND o.ends_at > p.starts_at AND o.skus && p.skus ORDER BY o.starts_at LIMIT 20
       ) END AS overlaps
     FROM promotion p JOIN channel c ON c.channel = p.channel WHERE ${conditions.join(' AND ')}
     ORDER BY p.starts_at ${order}, p.promotion ${order} LIMIT ${bind(limit + 1)}`,
    values,
  );
  return pageOf(
    rows,
    limit,
    ({ starts_at, ends_at, hold_back, channel_name, created_by_name, ...row }) => ({
      ...row,
      channelName: channel_name,
      startsAt: starts_at.toISOString(),
      endsAt: ends_at.toISOString(),
      holdBack: Number(hold_back),
      createdBy: created_by_name,
    }),
    (row) => [row.starts_at.getTime(), row.promotion],
  );
}
