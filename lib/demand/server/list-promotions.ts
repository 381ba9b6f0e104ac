import type { ClientBase, Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';

export interface PromotionsQuery {
  channel?: string;
  sku?: string;
  status?: 'scheduled' | 'running' | 'ended' | 'cancelled';
  cursor?: string;
  limit?: number;
}

export interface PromotionItem {
  promotion: string;
  name: string;
  channel: string;
  startsAt: string;
  endsAt: string;
  skus: string[];
  /** Left out where nobody knows. */
  uplift?: number;
  holdBack: number;
  cancelledAt?: string;
  createdBy: string;
}

export interface PromotionRow {
  promotion: string;
  name: string;
  channel: string;
  starts_at: Date;
  ends_at: Date;
  skus: string[];
  uplift: number | null;
  hold_back: string;
  cancelled_at: Date | null;
  created_by: string;
}

export const promotion_columns =
  'promotion, name, channel, starts_at, ends_at, skus, uplift, hold_back, cancelled_at, created_by';

const statusSql = {
  scheduled: 'cancelled_at IS NULL AND starts_at > now()',
  running: 'cancelled_at IS NULL AND starts_at <= now() AND ends_at > now()',
  ended: 'cancelled_at IS NULL AND ends_at <= now()',
  cancelled: 'cancelled_at IS NOT NULL',
} as const;

/** Promotions, the latest start first. Throws `invalid_cursor`. */
export async function listPromotions(
  db: ClientBase | Pool,
  query: PromotionsQuery,
): Promise<Page<PromotionItem>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (query.channel !== undefined) conditions.push(`channel = ${bind(query.channel)}`);
  if (query.sku !== undefined) conditions.push(`${bind(query.sku)} = ANY(skus)`);
  if (query.status !== undefined) conditions.push(statusSql[query.status]);
  if (query.cursor !== undefined) {
    const [startsMs, promotion] = decodeCursor(query.cursor, ['number', 'string']);
    conditions.push(`(starts_at, promotion) < (${bind(new Date(startsMs))}, ${bind(promotion)})`);
  }
  const { rows } = await db.query<PromotionRow>(
    `SELECT ${promotion_columns} FROM promotion ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY starts_at DESC, promotion DESC LIMIT ${bind(limit + 1)}`,
    values,
  );
  return pageOf(rows, limit, promotionItem, (row) => [row.starts_at.getTime(), row.promotion]);
}

export function promotionItem(row: PromotionRow): PromotionItem {
  return {
    promotion: row.promotion,
    name: row.name,
    channel: row.channel,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    skus: row.skus,
    ...(row.uplift === null ? {} : { uplift: row.uplift }),
    holdBack: Number(row.hold_back),
    ...(row.cancelled_at === null ? {} : { cancelledAt: row.cancelled_at.toISOString() }),
    createdBy: row.created_by,
  };
}
