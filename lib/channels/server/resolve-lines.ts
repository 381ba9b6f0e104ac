import type { Pool } from 'pg';
import { nodesOfLocation } from '@/lib/catalog/pools';
import type { ResolvedLine } from '../order-events';
import type { ChannelOrderLine } from '../order-snapshot';

interface ListingRow {
  external_id: string;
  location: string;
  sku: string;
  units_per_listing: number;
}

/** A line in our own terms; `unlisted` where the SKU is known but has no listing on this channel. */
export type LineResolution = (ResolvedLine & { unlisted: boolean }) | undefined;

/**
 * Says which SKU each line is about: by the listing of that id at that location, else the one without a location, else
 * any listing of that id as long as all of them mean the same SKU and pack; else, for an id that equals a known SKU, that
 * SKU in single units. A location that stands for exactly one node gives the node; it is never guessed.
 */
export async function lineResolver(
  pool: Pool,
  channel: { channel: string; config: Record<string, unknown> },
  lines: readonly ChannelOrderLine[],
): Promise<(line: ChannelOrderLine) => LineResolution> {
  const ids = [...new Set(lines.map((line) => line.listing))];
  const listings = await pool.query<ListingRow>(
    `SELECT external_id, location, sku, units_per_listing FROM listing
     WHERE channel = $1 AND external_id = ANY($2::text[])`,
    [channel.channel, ids],
  );
  const byId = new Map<string, ListingRow[]>();
  for (const row of listings.rows) byId.set(row.external_id, [...(byId.get(row.external_id) ?? []), row]);
  const unlistedIds = ids.filter((id) => !byId.has(id));
  const skus = new Set<string>();
  if (unlistedIds.length > 0) {
    const known = await pool.query<{ sku: string }>('SELECT sku FROM sku WHERE sku = ANY($1::text[])', [
      unlistedIds,
    ]);
    for (const { sku } of known.rows) skus.add(sku);
  }
  return (line) => {
    const node = nodeOf(channel.config, line.location);
    const rows = byId.get(line.listing) ?? [];
    const row =
      rows.find((candidate) => candidate.location === line.location) ??
      rows.find((candidate) => candidate.location === '') ??
      (meanTheSame(rows) ? rows[0] : undefined);
    if (row !== undefined)
      return { sku: row.sku, unitsPerListing: row.units_per_listing, node, unlisted: false };
    if (rows.length === 0 && skus.has(line.listing))
      return { sku: line.listing, unitsPerListing: 1, node, unlisted: true };
    return undefined;
  };
}

function meanTheSame(rows: readonly ListingRow[]): boolean {
  const [first] = rows;
  return rows.every((row) => row.sku === first?.sku && row.units_per_listing === first.units_per_listing);
}

function nodeOf(config: Record<string, unknown>, location: string): string | undefined {
  const nodes = new Set(nodesOfLocation({ sources: [], config }, location));
  const [only] = nodes;
  return nodes.size === 1 ? only : undefined;
}
