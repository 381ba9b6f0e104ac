import type { ClientBase, Pool } from 'pg';
import { type Availability, readAvailability } from '@/lib/availability/server/read-availability';
import { nodesOfLocation } from '@/lib/catalog/pools';
import { isStopped, type StopScope } from '@/lib/catalog/selling-stop';
import { bucketOf } from '@/lib/ledger/bucket';
import { groupBy } from '@/lib/shared/group-by';
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
 * configuration maps its location to nodes (`locations: {"north": ["delhi"]}`). A listing whose selling is stopped
 * stays in its pool with a cap of 0 and no buffer: every policy gives it nothing, and its units to the others. A fixed
 * number of statements however many SKUs. Each statement sees what is committed when it runs: lock what you decide about first.
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
  const stops = await readStopsInForce(db, wanted);
  const availability = groupBy(await readAvailability(db, { skus: wanted }), ({ sku }) => sku);
  const backorders = groupBy(
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
    ({ sku }) => sku,
  );
  const ofSku = groupBy(listings.rows, ({ sku }) => sku);
  return wanted.map((sku) => ({
    sku,
    nodes: (availability.get(sku) ?? []).map((entry: Availability) => ({
      node: entry.node,
      availableToSell: entry.availableToSell,
      safetyStock: entry.safetyStock,
    })),
    listings: (ofSku.get(sku) ?? []).map((row) => toListing(row, sources.get(row.channel) ?? [], stops)),
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

/** Of these SKUs, and of whole channels (`sku` is '' there, `channel` where a SKU is stopped everywhere). */
async function readStopsInForce(db: Pool | ClientBase, skus: readonly string[]): Promise<StopScope[]> {
  const { rows } = await db.query<StopScope>(
    `SELECT sku, channel FROM selling_stop s WHERE sku = ANY ($1::text[] || ARRAY[''])
       AND NOT EXISTS (SELECT 1 FROM selling_resume r WHERE r.stop = s.stop)`,
    [skus],
  );
  return rows;
}

function toListing(row: ListingRow, sources: readonly string[], stops: readonly StopScope[]): PoolListing {
  const stopped = isStopped(stops, row);
  return {
    channel: row.channel,
    location: row.location,
    weight: row.priority,
    nodes: [...new Set(nodesOfLocation({ sources, config: { locations: row.locations } }, row.location))],
    buffer: stopped ? 0 : Number(row.buffer),
    cap: stopped ? 0 : row.cap === null ? null : Number(row.cap),
  };
}
