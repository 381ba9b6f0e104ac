import type { ClientBase } from 'pg';
import type { CatalogInput } from '../schema';
import {
  type CatalogState,
  type ChannelRow,
  type ListingRow,
  listingKey,
  type NodeRow,
  type ReplenishmentRow,
  type SafetyStockRow,
  type SkuRow,
  scopeKey,
} from '../state';

/** BIGINT comes as text; amounts here fit a double exactly (checked when they were written). */
type Stored<Row, Fields extends keyof Row> = Omit<Row, Fields> & { [Field in Fields]: string | null };

export interface LoadPorts {
  bucketOf(sku: string): number;
  /** The secrets of a channel's configuration, by their names in it. */
  openSecrets(channel: string, sealed: Buffer): Record<string, unknown>;
}

/**
 * What a PUT is decided on: all nodes and channels, and of SKUs, listings and policies what it names or may collide
 * with. Where sources or locations are named, pools may join: then also the listings of every SKU that has more
 * than one mode.
 */
export async function loadCatalog(
  client: ClientBase,
  input: CatalogInput,
  ports: LoadPorts,
): Promise<CatalogState> {
  const named = [
    ...new Set(
      [...input.skus, ...input.listings, ...input.safetyStock, ...input.replenishment].flatMap((entry) =>
        entry.sku === undefined ? [] : [entry.sku],
      ),
    ),
  ].sort();
  const buckets = named.map(ports.bucketOf);
  return {
    skus: await loadSkus(client, named),
    barcodes: await loadBarcodes(client, input),
    nodes: await loadNodes(client),
    channels: await loadChannels(client, ports),
    listings: await loadListings(client, input, named, buckets),
    safetyStock: await loadSafetyStock(client, input),
    replenishment: await loadReplenishment(client, input),
  };
}

async function loadSkus(client: ClientBase, named: readonly string[]): Promise<Map<string, SkuRow>> {
  if (named.length === 0) return new Map();
  const { rows } = await client.query<Stored<Omit<SkuRow, 'barcodes'>, 'unitCostMinor' | 'priceMinor'>>(
    `SELECT sku, name, category, unit_cost_minor AS "unitCostMinor", price_minor AS "priceMinor", currency,
            case_quantity AS "caseQuantity"
     FROM sku WHERE sku = ANY ($1)`,
    [named],
  );
  const barcodes = await client.query<{ sku: string; barcode: string }>(
    'SELECT sku, barcode FROM sku_barcode WHERE sku = ANY ($1)',
    [named],
  );
  const skus = new Map<string, SkuRow>();
  for (const row of rows)
    skus.set(row.sku, {
      ...row,
      unitCostMinor: numberOrNull(row.unitCostMinor),
      priceMinor: numberOrNull(row.priceMinor),
      barcodes: [],
    });
  for (const { sku, barcode } of barcodes.rows) skus.get(sku)?.barcodes.push(barcode);
  for (const sku of skus.values()) sku.barcodes.sort();
  return skus;
}

async function loadBarcodes(client: ClientBase, input: CatalogInput): Promise<Map<string, string>> {
  const named = input.skus.flatMap((entry) => entry.barcodes ?? []);
  if (named.length === 0) return new Map();
  const { rows } = await client.query<{ barcode: string; sku: string }>(
    'SELECT barcode, sku FROM sku_barcode WHERE barcode = ANY ($1)',
    [named],
  );
  return new Map(rows.map((row) => [row.barcode, row.sku]));
}

async function loadNodes(client: ClientBase): Promise<Map<string, NodeRow>> {
  const { rows } = await client.query<NodeRow>(
    'SELECT node, name, kind, sellable, time_zone AS "timeZone" FROM stock_node',
  );
  return new Map(rows.map((row) => [row.node, row]));
}

async function loadChannels(
  client: ClientBase,
  ports: Pick<LoadPorts, 'openSecrets'>,
): Promise<Map<string, ChannelRow>> {
  const { rows } = await client.query<ChannelRow & { secrets: Buffer | null }>(
    `SELECT channel, name, kind, connector, config, secrets_sealed AS secrets, priority,
            fee_percent AS "feePercent",
            ARRAY(SELECT node FROM channel_source s WHERE s.channel = c.channel ORDER BY rank) AS sources
     FROM channel c`,
  );
  return new Map(
    rows.map(({ secrets, ...row }) => [
      row.channel,
      {
        ...row,
        config: secrets === null ? row.config : { ...row.config, ...ports.openSecrets(row.channel, secrets) },
      },
    ]),
  );
}

const listingColumns = `l.sku, l.channel, l.location, l.external_id AS "externalId",
  l.units_per_listing AS "unitsPerListing", l.price_minor AS "priceMinor", l.threshold, l.floor, l.cap, l.buffer,
  l.mode`;

async function loadListings(
  client: ClientBase,
  input: CatalogInput,
  named: readonly string[],
  buckets: readonly number[],
): Promise<Map<string, ListingRow>> {
  const listings = new Map<string, ListingRow>();
  const load = async (text: string, values: unknown[]) => {
    const { rows } = await client.query<
      Stored<ListingRow, 'priceMinor' | 'threshold' | 'floor' | 'cap' | 'buffer'>
    >(text, values);
    for (const row of rows)
      listings.set(listingKey(row), {
        ...row,
        priceMinor: numberOrNull(row.priceMinor),
        threshold: numberOrNull(row.threshold),
        floor: numberOrNull(row.floor),
        cap: numberOrNull(row.cap),
        buffer: Number(row.buffer),
      });
  };
  // Of a SKU's listings only a change of its currency takes notice.
  if (input.listings.length > 0 || input.skus.some((entry) => entry.currency !== undefined))
    await load(
      `SELECT ${listingColumns} FROM unnest($1::smallint[], $2::text[]) AS k (bucket, sku)
       CROSS JOIN LATERAL (SELECT * FROM listing WHERE bucket = k.bucket AND sku = k.sku OFFSET 0) l`,
      [buckets, named],
    );
  if (input.listings.length > 0)
    await load(
      `SELECT ${listingColumns} FROM unnest($1::text[], $2::text[], $3::text[]) AS k (channel, external_id, location)
       CROSS JOIN LATERAL (SELECT * FROM listing WHERE channel = k.channel AND external_id = k.external_id
                             AND location = k.location OFFSET 0) l`,
      [
        input.listings.map((entry) => entry.channel),
        input.listings.map((entry) => entry.externalId ?? entry.sku),
        input.listings.map((entry) => entry.location ?? ''),
      ],
    );
  if (input.channels.length > 0)
    await load(
      `SELECT ${listingColumns} FROM listing l WHERE (bucket, sku) IN
         (SELECT bucket, sku FROM listing GROUP BY bucket, sku HAVING count(DISTINCT mode) > 1)`,
      [],
    );
  return listings;
}

async function loadSafetyStock(
  client: ClientBase,
  input: CatalogInput,
): Promise<Map<string, SafetyStockRow>> {
  if (input.safetyStock.length === 0) return new Map();
  const { rows } = await client.query<Stored<SafetyStockRow, 'units'>>(
    `SELECT p.sku, p.node, p.category, p.units, p.days, p.service_level AS "serviceLevel"
     FROM unnest($1::text[], $2::text[], $3::text[]) AS k (sku, node, category)
     CROSS JOIN LATERAL (
       SELECT * FROM safety_stock_policy p
       WHERE p.sku = k.sku AND p.node = k.node AND p.category = k.category
         AND p.effective_from <= clock_timestamp()
         AND (p.effective_to IS NULL OR p.effective_to > clock_timestamp())
       ORDER BY p.effective_from DESC, p.policy DESC LIMIT 1
     ) AS p`,
    [
      input.safetyStock.map((entry) => entry.sku ?? ''),
      input.safetyStock.map((entry) => entry.node ?? ''),
      input.safetyStock.map((entry) => entry.category ?? ''),
    ],
  );
  return new Map(rows.map((row) => [scopeKey(row), { ...row, units: numberOrNull(row.units) }]));
}

async function loadReplenishment(
  client: ClientBase,
  input: CatalogInput,
): Promise<Map<string, ReplenishmentRow>> {
  if (input.replenishment.length === 0) return new Map();
  const { rows } = await client.query<ReplenishmentRow>(
    `SELECT sku, node, days, deviation_days AS "deviationDays" FROM replenishment WHERE sku = ANY ($1)`,
    [input.replenishment.map((entry) => entry.sku ?? '')],
  );
  return new Map(rows.map((row) => [scopeKey(row), row]));
}

function numberOrNull(text: string | null): number | null {
  return text === null ? null : Number(text);
}
