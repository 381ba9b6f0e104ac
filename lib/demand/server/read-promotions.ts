import type { ClientBase, Pool } from 'pg';
import type { Promotion } from '../promotions';

interface PromotionRow {
  promotion: string;
  channel: string;
  starts_at: Date;
  ends_at: Date;
  skus: string[];
  uplift: number | null;
  hold_back: string;
}

/** Promotions that have not ended at this time and touch one of these SKUs, by their start; cancelled ones are none. */
export async function readPromotions(
  db: Pool | ClientBase,
  skus: readonly string[],
  at: Date,
): Promise<Promotion[]> {
  const { rows } = await db.query<PromotionRow>(
    `SELECT promotion, channel, starts_at, ends_at, skus, uplift, hold_back FROM promotion
     WHERE ends_at > $2 AND skus && $1::text[] AND cancelled_at IS NULL ORDER BY starts_at, promotion`,
    [skus, at],
  );
  return rows.map((row) => ({
    promotion: row.promotion,
    channel: row.channel,
    startsAt: row.starts_at.getTime(),
    endsAt: row.ends_at.getTime(),
    skus: row.skus,
    uplift: row.uplift,
    holdBack: Number(row.hold_back),
  }));
}
