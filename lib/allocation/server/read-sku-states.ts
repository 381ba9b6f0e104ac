import type { ClientBase, Pool } from 'pg';
import { type Availability, readAvailability } from '@/lib/availability/server/read-availability';
import { nodesOfLocation } from '@/lib/catalog/pools';
import { bucketOf } from '@/lib/ledger/bucket';
import type { PoolListing } from '../policy';
import type { SkuState } from '../pools';

interface ListingRow {
  sku: string;
  channel: string;
  location: string;
  buffer: string;
  cap: string | null;
  priority: number;
  /** `locations` of the channel's configuration. */
  locations: unknown;
}

interface BackorderRow {
  sku: string;
  channel: string;
  units: string;
}

/**
 * Everything that divides these SKUs over their listings: what each node may sell, which listings it serves, and the
 * open backorders, sorted by SKU. A listing is served by the sources of its channel, unless the channel's
 * configuration maps its location to nodes (`locations: {"north": ["delhi"]}`). A fixed number of statements however
 * many SKUs. Each statement sees what is committed when it runs: lock what you decide about first.
 */
export async function readSkuStates(db: Pool | ClientBase, skus: readonly string[]): Promise<SkuState[]> {
  const wanted = [...new Set(skus)].sort();
  const keys = [wanted.map(bucketOf), wanted];
  const listings = await db.query<ListingRow>(
    `SELECT l.sku, l.channel, l.location, l.buffer, l.cap, c.priority,
            c.config -> 'locations' AS locations
     FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     CROSS JOIN LATERAL (
       SELECT * FROM listing l WHERE l.bucket = key.bucket AND l.sku = key.sku OFFSET 0
     ) AS l
     JOIN channel c ON c.channel = l.channel`,
    keys,
  );
  const sources = await readSources(db);
  const availability = groupBySku(await readAvailability(db, { skus: wanted }));
  const backorders = groupBySku(
    (
      await db.query<BackorderRow>(
        `SELECT key.sku, o.channel, o.units
         FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
         CROSS JOIN LATERAL (
           SELECT 1 FROM ledger_head h
           WHERE h.bucket = key.bucket AND h.sku = key.sku AND h.backordered > 0 OFFSET 0
         ) AS h
         CROSS JOIN LATERAL (
           SELECT o.channel, SUM(o.backordered)::text AS units FROM order_line o
           WHERE o.bucket = key.bucket AND o.sku = key.sku AND o.backordered > 0
           GROUP BY o.channel
         ) AS o
         ORDER BY key.sku, o.channel`,
        keys,
      )
    ).rows,
  );
  const ofSku = groupBySku(listings.rows);
  return wanted.map((sku) => ({
    sku,
    nodes: (availability.get(sku) ?? []).map((entry: Availability) => ({
      node: entry.node,
      availableToSell: entry.availableToSell,
    })),
    listings: (ofSku.get(sku) ?? []).map((row) => toListing(row, sources.get(row.channel) ?? [])),
    backorders: (backorders.get(sku) ?? []).map((row) => ({
      channel: row.channel,
      units: Number(row.units),
      sources: sources.get(row.channel) ?? [],
    })),
  }));
}

async function readSources(db: Pool | ClientBase): Promise<Map<string, string[]>> {
  const { rows } = await db.query<{ channel: string; nodes: string[] }>(
    'SELECT channel, array_agg(node ORDER BY rank) AS nodes FROM channel_source GROUP BY channel',
  );
  return new Map(rows.map((row) => [row.channel, row.nodes]));
}

function toListing(row: ListingRow, sources: readonly string[]): PoolListing {
  return {
    channel: row.channel,
    location: row.location,
    weight: row.priority,
    nodes: [...new Set(nodesOfLocation({ sources, config: { locations: row.locations } }, row.location))],
    buffer: Number(row.buffer),
    cap: row.cap === null ? null : Number(row.cap),
  };
}

function groupBySku<T extends { sku: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.sku);
    if (group === undefined) groups.set(row.sku, [row]);
    else group.push(row);
  }
  return groups;
}
