import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import type { Promotion } from '../promotions';
import { type PromotionItem, type PromotionRow, promotion_columns, promotionItem } from './list-promotions';

export interface PromotionPorts<Problem> {
  /** What is wrong with it, given the channels there are and which of its SKUs are known. */
  problemsOf(
    promotion: Promotion,
    known: { channels: ReadonlySet<string>; skus: ReadonlySet<string> },
  ): Problem[];
  markListingsDirty(client: PoolClient, skus: readonly string[]): Promise<void>;
  recordChange(client: PoolClient, action: 'saved' | 'cancelled' | 'ended', promotion: string): Promise<void>;
}

export type SavePromotion<Problem> =
  | { ok: true; item: PromotionItem }
  | { ok: false; problems: Problem[] }
  /** It is not what whoever changed it had seen; nothing was written. */
  | { ok: false; problems: Problem[]; conflict: { version: number; item: PromotionItem } };

/** Creates a promotion, or replaces the one of the same id: with `seenVersion` only while it is still that version. */
export async function savePromotion<Problem>(
  pool: Pool,
  promotion: Promotion & { name: string; seenVersion?: number },
  actor: string,
  ports: PromotionPorts<Problem>,
): Promise<SavePromotion<Problem>> {
  return withTransaction(pool, async (client): Promise<SavePromotion<Problem>> => {
    const channels = await client.query<{ channel: string }>('SELECT channel FROM channel');
    const skus = await client.query<{ sku: string }>('SELECT sku FROM sku WHERE sku = ANY($1::text[])', [
      promotion.skus,
    ]);
    const problems = ports.problemsOf(promotion, {
      channels: new Set(channels.rows.map((row) => row.channel)),
      skus: new Set(skus.rows.map((row) => row.sku)),
    });
    if (problems.length > 0) return { ok: false, problems };
    const before = await client.query<PromotionRow & { version: number }>(
      `SELECT ${promotion_columns}, version FROM promotion WHERE promotion = $1 FOR UPDATE`,
      [promotion.promotion],
    );
    const [stored] = before.rows;
    if (
      promotion.seenVersion !== undefined &&
      stored !== undefined &&
      stored.version !== promotion.seenVersion
    )
      return {
        ok: false,
        problems: [],
        conflict: { version: stored.version, item: promotionItem(stored) },
      };
    const { rows } = await client.query<PromotionRow>(
      `INSERT INTO promotion (promotion, name, channel, starts_at, ends_at, skus, uplift, hold_back, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (promotion) DO UPDATE SET name = excluded.name, channel = excluded.channel,
         starts_at = excluded.starts_at, ends_at = excluded.ends_at, skus = excluded.skus, uplift = excluded.uplift,
         hold_back = excluded.hold_back, cancelled_at = NULL, version = promotion.version + 1
       RETURNING ${promotion_columns}`,
      [
        promotion.promotion,
        promotion.name,
        promotion.channel,
        new Date(promotion.startsAt),
        new Date(promotion.endsAt),
        [...new Set(promotion.skus)],
        promotion.uplift,
        promotion.holdBack,
        actor,
      ],
    );
    const [row] = rows;
    if (row === undefined) throw new Error(`Promotion ${promotion.promotion} was not written.`);
    await ports.markListingsDirty(client, [...promotion.skus, ...(stored?.skus ?? [])]);
    await ports.recordChange(client, 'saved', promotion.promotion);
    return { ok: true, item: promotionItem(row) };
  });
}

/** Cancels a promotion; cancelling it again changes nothing. Null: there is none of this id. */
export async function cancelPromotion(
  pool: Pool,
  id: string,
  ports: Omit<PromotionPorts<never>, 'problemsOf'>,
): Promise<PromotionItem | null> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<PromotionRow & { was_cancelled: boolean }>(
      `UPDATE promotion SET cancelled_at = coalesce(cancelled_at, now()), version = version + 1 WHERE promotion = $1
       RETURNING ${promotion_columns}, cancelled_at < now() AS was_cancelled`,
      [id],
    );
    const [row] = rows;
    if (row === undefined) return null;
    if (!row.was_cancelled) {
      await ports.markListingsDirty(client, row.skus);
      await ports.recordChange(client, 'cancelled', id);
    }
    return promotionItem(row);
  });
}

/** Ends a running promotion now. Null: there is none of this id that runs. */
export async function endPromotion(
  pool: Pool,
  id: string,
  ports: Omit<PromotionPorts<never>, 'problemsOf'>,
): Promise<PromotionItem | null> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<PromotionRow>(
      `UPDATE promotion SET ends_at = now(), version = version + 1
       WHERE promotion = $1 AND cancelled_at IS NULL AND starts_at < now() AND ends_at > now()
       RETURNING ${promotion_columns}`,
      [id],
    );
    const [row] = rows;
    if (row === undefined) return null;
    await ports.markListingsDirty(client, row.skus);
    await ports.recordChange(client, 'ended', id);
    return promotionItem(row);
  });
}
