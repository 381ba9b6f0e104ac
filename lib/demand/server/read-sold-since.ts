import type { ClientBase, Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import type { Promotion } from '../promotions';

/**
 * Units that were ordered in a promotion's channel since it began, less those cancelled, for promotions that run and
 * keep something back: a function of SKU, channel and start.
 */
export async function readSoldSince(
  db: Pool | ClientBase,
  skus: readonly string[],
  promotions: readonly Promotion[],
  at: number,
): Promise<(sku: string, channel: string, startsAt: number) => number> {
  const wanted = new Set(skus);
  const keys = promotions
    .filter(({ startsAt, endsAt, holdBack }) => holdBack > 0 && startsAt <= at && at < endsAt)
    .flatMap(({ channel, startsAt, skus: all }) =>
      all.filter((sku) => wanted.has(sku)).map((sku) => ({ sku, channel, startsAt })),
    );
  if (keys.length === 0) return () => 0;
  const { rows } = await db.query<{ sku: string; channel: string; starts_at: Date; units: string }>(
    `SELECT key.sku, key.channel, key.starts_at,
       (SELECT coalesce(sum(greatest(0, greatest(o.ordered_counted, coalesce(o.ordered_reported, 0))
          - greatest(o.cancelled_counted, coalesce(o.cancelled_reported, 0)))), 0)
        FROM order_line o WHERE o.bucket = key.bucket AND o.sku = key.sku AND o.channel = key.channel
          AND o.placed_at >= key.starts_at)::text AS units
     FROM unnest($1::smallint[], $2::text[], $3::text[], $4::timestamptz[]) AS key (bucket, sku, channel, starts_at)`,
    [
      keys.map(({ sku }) => bucketOf(sku)),
      keys.map(({ sku }) => sku),
      keys.map(({ channel }) => channel),
      keys.map(({ startsAt }) => new Date(startsAt).toISOString()),
    ],
  );
  const nameOf = (sku: string, channel: string, startsAt: number) => JSON.stringify([sku, channel, startsAt]);
  const units = new Map(
    rows.map((row) => [nameOf(row.sku, row.channel, row.starts_at.getTime()), Number(row.units)]),
  );
  return (sku, channel, startsAt) => units.get(nameOf(sku, channel, startsAt)) ?? 0;
}
