import type { ClientBase } from 'pg';
import type { CatalogPlan } from '../plan-catalog';
import type { ChannelRow, ListingRow } from '../state';

interface PersistPorts {
  bucketOf(sku: string): number;
  /** Parts a configuration into what may be read and its secrets, sealed (null: it has none). */
  sealSecrets(
    channel: string,
    config: Record<string, unknown>,
  ): { config: Record<string, unknown>; sealed: Buffer | null };
}

/**
 * Writes a plan, a statement per table however many rows it has. Runs under the catalogue's lock, and takes rows in
 * key order against whoever else writes them.
 */
export async function persistCatalog(
  client: ClientBase,
  plan: CatalogPlan,
  ports: PersistPorts,
): Promise<void> {
  await writeSkus(client, plan, ports);
  await writeNodes(client, plan);
  await writeChannels(client, plan, ports);
  await writeListings(client, plan.listings, ports);
  await writePolicies(client, plan);
  if (plan.topologyChanged) await client.query('UPDATE catalog_version SET version = version + 1');
}

async function writeSkus(client: ClientBase, plan: CatalogPlan, ports: PersistPorts): Promise<void> {
  if (plan.skus.length > 0)
    await client.query(
      `INSERT INTO sku (sku, name, category, unit_cost_minor, price_minor, currency, case_quantity)
       SELECT * FROM jsonb_to_recordset($1) AS r (sku text, name text, category text, "unitCostMinor" bigint,
         "priceMinor" bigint, currency text, "caseQuantity" integer) ORDER BY sku
       ON CONFLICT (sku) DO UPDATE SET name = excluded.name, category = excluded.category,
         unit_cost_minor = excluded.unit_cost_minor, price_minor = excluded.price_minor,
         currency = excluded.currency, case_quantity = excluded.case_quantity, version = sku.version + 1,
         updated_at = now()`,
      [JSON.stringify(plan.skus)],
    );
  if (plan.newSkus.length > 0)
    await client.query(
      `INSERT INTO ledger_head (bucket, sku)
       SELECT * FROM unnest($1::smallint[], $2::text[]) AS r (bucket, sku) ORDER BY bucket, sku
       ON CONFLICT DO NOTHING`,
      [plan.newSkus.map(ports.bucketOf), plan.newSkus],
    );
  if (plan.barcodesOf.length === 0) return;
  const changed = new Set(plan.barcodesOf);
  const barcodes = plan.skus
    .filter((row) => changed.has(row.sku))
    .flatMap(({ sku, barcodes: codes }) => codes.map((barcode) => ({ sku, barcode })));
  await client.query('DELETE FROM sku_barcode WHERE sku = ANY ($1)', [plan.barcodesOf]);
  await client.query(
    'INSERT INTO sku_barcode (sku, barcode) SELECT * FROM jsonb_to_recordset($1) AS r (sku text, barcode text)',
    [JSON.stringify(barcodes)],
  );
}

async function writeNodes(client: ClientBase, plan: CatalogPlan): Promise<void> {
  if (plan.nodes.length === 0) return;
  await client.query(
    `INSERT INTO stock_node (node, name, kind, sellable, time_zone)
     SELECT * FROM jsonb_to_recordset($1) AS r (node text, name text, kind text, sellable boolean, "timeZone" text)
     ORDER BY node
     ON CONFLICT (node) DO UPDATE SET name = excluded.name, kind = excluded.kind, sellable = excluded.sellable,
       time_zone = excluded.time_zone, version = stock_node.version + 1, updated_at = now()`,
    [JSON.stringify(plan.nodes)],
  );
}

async function writeChannels(client: ClientBase, plan: CatalogPlan, ports: PersistPorts): Promise<void> {
  if (plan.channels.length === 0) return;
  const configured = new Set(plan.configured);
  const unsealed: string[] = [];
  const rows = plan.channels.map((channel: ChannelRow) => {
    const { config, sealed } = ports.sealSecrets(channel.channel, channel.config);
    if (!configured.has(channel.channel)) return { ...channel, config, sealed: null };
    if (sealed === null) unsealed.push(channel.channel);
    return { ...channel, config, sealed: sealed?.toString('base64') ?? null };
  });
  await client.query(
    `INSERT INTO channel (channel, name, kind, connector, config, secrets_sealed, priority, fee_percent)
     SELECT channel, name, kind, connector, config, decode(sealed, 'base64'), priority, "feePercent"
     FROM jsonb_to_recordset($1) AS r (channel text, name text, kind text, connector text, config jsonb, sealed text,
       priority double precision, "feePercent" double precision) ORDER BY channel
     ON CONFLICT (channel) DO UPDATE SET name = excluded.name, kind = excluded.kind, connector = excluded.connector,
       config = excluded.config,
       secrets_sealed = coalesce(excluded.secrets_sealed, channel.secrets_sealed), priority = excluded.priority,
       fee_percent = excluded.fee_percent, version = channel.version + 1, updated_at = now()`,
    [JSON.stringify(rows)],
  );
  await client.query(`INSERT INTO channel_sync (channel) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`, [
    plan.channels.map((row) => row.channel),
  ]);
  if (plan.resourced.length === 0) return;
  const resourced = new Set(plan.resourced);
  const sources = plan.channels
    .filter((row) => resourced.has(row.channel))
    .flatMap((row) => row.sources.map((node, rank) => ({ channel: row.channel, node, rank })));
  await client.query('DELETE FROM channel_source WHERE channel = ANY ($1)', [plan.resourced]);
  await client.query(
    `INSERT INTO channel_source (channel, node, rank)
     SELECT * FROM jsonb_to_recordset($1) AS r (channel text, node text, rank integer)`,
    [JSON.stringify(sources)],
  );
}

async function writeListings(client: ClientBase, listings: ListingRow[], ports: PersistPorts): Promise<void> {
  if (listings.length === 0) return;
  await client.query(
    `INSERT INTO listing (bucket, sku, channel, location, external_id, units_per_listing, price_minor, threshold,
       floor, cap, buffer, mode)
     SELECT * FROM jsonb_to_recordset($1) AS r (bucket smallint, sku text, channel text, location text,
       "externalId" text, "unitsPerListing" integer, "priceMinor" bigint, threshold bigint, floor bigint, cap bigint,
       buffer bigint, mode jsonb) ORDER BY bucket, sku, channel, location
     ON CONFLICT (bucket, sku, channel, location) DO UPDATE SET external_id = excluded.external_id,
       units_per_listing = excluded.units_per_listing, price_minor = excluded.price_minor,
       threshold = excluded.threshold, floor = excluded.floor, cap = excluded.cap, buffer = excluded.buffer,
       mode = excluded.mode, version = listing.version + 1, updated_at = now()`,
    [JSON.stringify(listings.map((row) => ({ ...row, bucket: ports.bucketOf(row.sku) })))],
  );
}

async function writePolicies(client: ClientBase, plan: CatalogPlan): Promise<void> {
  if (plan.safetyStock.length > 0) {
    const rows = JSON.stringify(plan.safetyStock);
    await client.query(
      `UPDATE safety_stock_policy p SET effective_to = now()
       FROM jsonb_to_recordset($1) AS r (sku text, node text, category text)
       WHERE p.effective_to IS NULL AND p.sku = r.sku AND p.node = r.node AND p.category = r.category`,
      [rows],
    );
    await client.query(
      `INSERT INTO safety_stock_policy (sku, node, category, units, days, service_level)
       SELECT * FROM jsonb_to_recordset($1) AS r (sku text, node text, category text, units bigint,
         days double precision, "serviceLevel" double precision)`,
      [rows],
    );
  }
  if (plan.replenishment.length > 0)
    await client.query(
      `INSERT INTO replenishment (sku, node, days, deviation_days)
       SELECT * FROM jsonb_to_recordset($1) AS r (sku text, node text, days double precision,
         "deviationDays" double precision)
       ON CONFLICT (sku, node) DO UPDATE SET days = excluded.days, deviation_days = excluded.deviation_days,
         version = replenishment.version + 1`,
      [JSON.stringify(plan.replenishment)],
    );
}
