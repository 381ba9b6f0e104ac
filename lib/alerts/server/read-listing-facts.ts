import type { ClientBase } from 'pg';
import { policiesAt, rulesInForce } from '@/lib/allocation/policy-in-force';
import type { AllocationMode } from '@/lib/allocation/publish-state';
import { readPolicies } from '@/lib/allocation/server/policy-rows';
import { listingStoppedSql } from '@/lib/catalog/server/stopped-sql';
import { listingEstimate } from '@/lib/channels/listing-estimate';
import { packsOf } from '@/lib/channels/sync-state';
import { bucketOf } from '@/lib/ledger/bucket';
import type { ListingFacts } from '../find-listing';

interface Row {
  sku: string;
  channel: string;
  location: string;
  category: string | null;
  units_per_listing: number;
  priority: number;
  floor: string | null;
  cap: string | null;
  buffer: string;
  mode: AllocationMode;
  threshold: string | null;
  price: string | null;
  cost: string | null;
  currency: string;
  connector: string;
  target: string | null;
  target_at: Date | null;
  acknowledged: string | null;
  escrow: boolean | null;
  estimate: string | null;
  ordered_since: string | null;
  drift: string | null;
  observed: string | null;
  attempts: number | null;
  due: boolean;
  last_error: string | null;
  paused: boolean;
  stopped: boolean;
  level: number | null;
  class: string | null;
  raises_blocked: string | null;
}

/** Everything the rules look at of the listings of these SKUs: two statements, however many SKUs. */
export async function readListingsForAlerts(
  client: ClientBase,
  skus: readonly string[],
  silentChannels: ReadonlySet<string>,
  now: Date,
): Promise<ListingFacts[]> {
  const { rows } = await client.query<Row>(
    `SELECT l.sku, l.channel, l.location, k.category, l.units_per_listing, l.threshold, k.currency,
       c.priority, l.floor, l.cap, l.buffer, l.mode,
       coalesce(l.price_minor / l.units_per_listing, k.price_minor) AS price, k.unit_cost_minor AS cost, c.connector,
       s.target, s.target_at, s.acknowledged, s.escrow, e.estimate, o.units AS ordered_since, s.drift, s.observed,
       s.attempts, s.due_at IS NOT NULL AS due, s.last_error, l.paused OR coalesce(y.paused, FALSE) AS paused,
       ${listingStoppedSql('l.sku', 'l.channel')} AS stopped, d.level, a.class, e.raises_blocked
     FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     JOIN listing l ON l.bucket = key.bucket AND l.sku = key.sku
     JOIN channel c ON c.channel = l.channel
     JOIN sku k ON k.sku = l.sku
     LEFT JOIN sku_class a ON a.sku = l.sku
     LEFT JOIN channel_sync y ON y.channel = l.channel
     LEFT JOIN listing_sync s
       ON s.bucket = l.bucket AND s.sku = l.sku AND s.channel = l.channel AND s.location = l.location
     LEFT JOIN escrow_listing e
       ON e.bucket = l.bucket AND e.sku = l.sku AND e.channel = l.channel AND e.location = l.location
     LEFT JOIN demand_state d ON d.bucket = l.bucket AND d.sku = l.sku AND d.channel = l.channel
     LEFT JOIN LATERAL (
       SELECT SUM(greatest(o.ordered_counted, coalesce(o.ordered_reported, 0))) AS units FROM order_line o
       WHERE o.bucket = s.bucket AND o.sku = s.sku AND o.channel = s.channel
         AND o.sequence > s.acknowledged_sequence AND o.placed_at > s.acknowledged_at
     ) AS o ON s.acknowledged > 0 AND NOT coalesce(s.escrow, FALSE)`,
    [skus.map(bucketOf), skus],
  );
  const policies = policiesAt(await readPolicies(client, now), now.getTime());
  return rows.map((row) => {
    const rules = {
      ...row,
      floor: number(row.floor),
      cap: number(row.cap),
      buffer: Number(row.buffer),
    };
    return {
      sku: row.sku,
      category: row.category ?? '',
      class: row.class ?? 'C',
      channel: row.channel,
      location: row.location,
      unitsPerListing: row.units_per_listing,
      priceMinor: number(row.price),
      costMinor: number(row.cost),
      currency: row.currency,
      shown: shownOf(row),
      threshold: number(row.threshold),
      demand: row.level ?? 0,
      paused: row.paused,
      stopped: row.stopped,
      cap: rulesInForce(policies, rules).cap,
      feedSilent: silentChannels.has(row.channel),
      connected: row.connector !== 'none',
      drift: number(row.drift),
      observed: number(row.observed),
      acknowledged: number(row.acknowledged),
      attempts: row.attempts ?? 0,
      due: row.connector !== 'none' && row.due,
      target: packsOf(Number(row.target ?? 0), row.units_per_listing),
      lastError: row.last_error,
      watermarkBroken: row.raises_blocked === 'watermark_broken',
    };
  });
}

/** A channel that cannot be told shows its target, once there is one; another one nothing until it has answered. */
function shownOf(row: Row): number | null {
  if (row.connector === 'none')
    return row.target_at === null ? null : packsOf(Number(row.target ?? 0), row.units_per_listing);
  if (row.acknowledged === null) return null;
  return listingEstimate({
    unitsPerListing: row.units_per_listing,
    bookedUnits: row.escrow === true && row.estimate !== null ? Number(row.estimate) : null,
    acknowledged: number(row.acknowledged),
    orderedSinceUnits: Number(row.ordered_since ?? 0),
  });
}

function number(text: string | null): number | null {
  return text === null ? null : Number(text);
}
