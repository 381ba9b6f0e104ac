import type { ClientBase, Pool } from 'pg';
import {
  daysUntilReplenished,
  indexReplenishments,
  replenishmentInForce,
} from '@/lib/availability/safety-stock';
import { readExpectedReceipts } from '@/lib/availability/server/read-expected-receipts';
import { readReplenishments } from '@/lib/availability/server/read-safety-stock';
import { bucketOf } from '@/lib/ledger/bucket';
import type { LoopTimes } from '../loop';
import { listingKey } from '../policy';
import type { ListingRules } from '../policy-in-force';
import type { AllocationMode } from '../publish-state';

const day_ms = 86_400_000;

/** Where a channel's loop has not been measured: a poll every 15 s and a prompt push. */
export const loop_unmeasured: LoopTimes = {
  reportLagSecondsP95: 30,
  pushLagSecondsP95: 10,
  acknowledgeSeconds: 5,
};

export interface ListingFacts extends ListingRules {
  location: string;
  unitsPerListing: number;
  priceMinor: number | null;
  feePercent: number;
  connector: string;
  /** How often the channel is polled, where it is set. */
  pollSeconds: number | null;
  /** Neither the listing nor its channel may be pushed to. */
  paused: boolean;
  connected: boolean;
  /** W, ms since 1970. */
  watermark: number | null;
}

/** Everything a plan must know of the listings of these SKUs beside their stock, by SKU and `listingKey`. */
export async function readListingFacts(
  pool: Pool | ClientBase,
  skus: readonly string[],
): Promise<Map<string, ListingFacts>> {
  const { rows } = await pool.query<{
    sku: string;
    channel: string;
    location: string;
    category: string | null;
    priority: number;
    fee_percent: number;
    floor: string | null;
    cap: string | null;
    buffer: string;
    mode: AllocationMode;
    units_per_listing: number;
    price: string | null;
    connector: string;
    poll_seconds: number | null;
    paused: boolean;
    connected_at: Date | null;
    escrow_watermark: Date | null;
  }>(
    `SELECT l.sku, l.channel, l.location, s.category, c.priority, c.fee_percent, l.floor, l.cap, l.buffer, l.mode,
       l.units_per_listing, c.connector, (c.config ->> 'pollSeconds')::float8 AS poll_seconds,
       l.paused OR coalesce(y.paused, FALSE) AS paused, y.connected_at, y.escrow_watermark, coalesce(l.price_minor, s.price_minor * l.units_per_listing)::text AS price
     FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     JOIN listing l ON l.bucket = key.bucket AND l.sku = key.sku
     JOIN channel c ON c.channel = l.channel LEFT JOIN sku s ON s.sku = l.sku
     LEFT JOIN channel_sync y ON y.channel = l.channel`,
    [skus.map(bucketOf), skus],
  );
  return new Map(
    rows.map((row) => [
      JSON.stringify([row.sku, listingKey(row)]),
      {
        sku: row.sku,
        category: row.category,
        channel: row.channel,
        location: row.location,
        priority: row.priority,
        floor: row.floor === null ? null : Number(row.floor),
        cap: row.cap === null ? null : Number(row.cap),
        buffer: Number(row.buffer),
        mode: row.mode,
        unitsPerListing: row.units_per_listing,
        priceMinor: row.price === null ? null : Number(row.price),
        feePercent: row.fee_percent,
        connector: row.connector,
        pollSeconds: row.poll_seconds,
        paused: row.paused,
        connected: row.connected_at !== null,
        watermark: row.escrow_watermark?.getTime() ?? null,
      },
    ]),
  );
}

/**
 * When a pool of nodes is replenished, ms since 1970: at its last node by lead time or next expected receipt, and not
 * before a day has passed.
 */
export async function readHorizons(
  db: Pool | ClientBase,
  skus: readonly string[],
  now: Date,
): Promise<(sku: string, nodes: readonly { node: string }[]) => number> {
  const replenishments = indexReplenishments(await readReplenishments(db, skus));
  const expectedAt = await readExpectedReceipts(db, skus, now);
  const at = now.getTime();
  return (sku, nodes) => {
    const days = nodes.map(({ node }) =>
      daysUntilReplenished(replenishmentInForce(replenishments, sku, node).days, expectedAt(sku, node), at),
    );
    return at + Math.max(1, ...days) * day_ms;
  };
}

/** Orders come with a poll at the latest; a push and its answer take seconds. */
export function loopOf({ pollSeconds }: Pick<ListingFacts, 'pollSeconds'>): LoopTimes {
  return pollSeconds === null
    ? loop_unmeasured
    : { ...loop_unmeasured, reportLagSecondsP95: pollSeconds + 5 };
}
