import type { ClientBase, Pool } from 'pg';
import type { Pulse } from '@/lib/demand/pulse';
import { bucketOf, keysInOrder } from '@/lib/ledger/bucket';
import type { Anchor, ChannelEscrow, OpenPush, OpenReadBack } from '../../escrow/state';
import { heldBy } from '../../escrow/state';
import { listingKey } from '../../policy';

/** A listing's rights as they are stored, with what is known of it beside them. Times in ms since 1970. */
export interface EscrowRow {
  sku: string;
  channel: string;
  location: string;
  rights: Omit<ChannelEscrow, 'nodes' | 'watermark'>;
  unitsPerListing: number;
  /** Null: what it shows was never read back. */
  since: number | null;
  estimate: number;
  estimateAt: number;
  lastRaisedAt: number | null;
  lastLoweredAt: number | null;
  blockedUntil: number | null;
  raisesBlocked: string | null;
  pulse: Pulse | null;
  recent: { at: number; units: number }[];
}

interface RawRow {
  sku: string;
  channel: string;
  location: string;
  held_by: Record<string, number>;
  exposure: string;
  debt: string;
  units_per_listing: number;
  since_ms: string | null;
  settled_to_ms: string;
  anchors: Anchor[];
  pushes: OpenPush[];
  read_back: OpenReadBack | null;
  estimate: string;
  estimate_at_ms: string;
  last_raised_at_ms: string | null;
  last_lowered_at_ms: string | null;
  blocked_until: Date | null;
  raises_blocked: string | null;
  pulse: Pulse | null;
  recent: { at: number; units: number }[];
}

/** The stored rights of these SKUs, by SKU and then by `listingKey`. */
export async function readEscrowRows(
  db: Pool | ClientBase,
  skus: readonly string[],
): Promise<Map<string, Map<string, EscrowRow>>> {
  const { rows } = await db.query<RawRow>(
    `SELECT e.* FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     CROSS JOIN LATERAL (
       SELECT * FROM escrow_listing e WHERE e.bucket = key.bucket AND e.sku = key.sku OFFSET 0
     ) AS e`,
    [skus.map(bucketOf), skus],
  );
  const found = new Map<string, Map<string, EscrowRow>>();
  for (const raw of rows) {
    const ofSku = found.get(raw.sku) ?? new Map<string, EscrowRow>();
    found.set(raw.sku, ofSku.set(listingKey(raw), rowOf(raw)));
  }
  return found;
}

export function newEscrowRow(
  of: { sku: string; channel: string; location: string },
  unitsPerListing: number,
): EscrowRow {
  return {
    sku: of.sku,
    channel: of.channel,
    location: of.location,
    rights: { held: {}, exposure: 0, debt: 0, settledTo: 0, anchors: [], pushes: [], readBack: null },
    unitsPerListing,
    since: null,
    estimate: 0,
    estimateAt: 0,
    lastRaisedAt: null,
    lastLoweredAt: null,
    blockedUntil: null,
    raisesBlocked: null,
    pulse: null,
    recent: [],
  };
}

function rowOf(raw: RawRow): EscrowRow {
  const ms = (text: string | null) => (text === null ? null : Number(text));
  return {
    sku: raw.sku,
    channel: raw.channel,
    location: raw.location,
    rights: {
      held: raw.held_by,
      exposure: Number(raw.exposure),
      debt: Number(raw.debt),
      settledTo: Number(raw.settled_to_ms),
      anchors: raw.anchors,
      pushes: raw.pushes,
      readBack: raw.read_back,
    },
    unitsPerListing: raw.units_per_listing,
    since: ms(raw.since_ms),
    estimate: Number(raw.estimate),
    estimateAt: Number(raw.estimate_at_ms),
    lastRaisedAt: ms(raw.last_raised_at_ms),
    lastLoweredAt: ms(raw.last_lowered_at_ms),
    blockedUntil: raw.blocked_until?.getTime() ?? null,
    raisesBlocked: raw.raises_blocked,
    pulse: raw.pulse,
    recent: raw.recent,
  };
}

/** Writes rows as they stand, those that changed; the caller holds the lock of their SKUs. */
export async function saveEscrowRows(client: ClientBase, rows: readonly EscrowRow[]): Promise<void> {
  if (rows.length === 0) return;
  const stored = rows.map((row) => ({
    bucket: bucketOf(row.sku),
    sku: row.sku,
    channel: row.channel,
    location: row.location,
    held_by: row.rights.held,
    held: heldBy({ ...row.rights, nodes: [], watermark: 0 }),
    exposure: row.rights.exposure,
    debt: row.rights.debt,
    units_per_listing: row.unitsPerListing,
    since_ms: row.since,
    settled_to_ms: row.rights.settledTo,
    anchors: row.rights.anchors,
    anchor_to_ms:
      row.rights.anchors.length === 0 ? null : Math.min(...row.rights.anchors.map(({ to }) => to)),
    pushes: row.rights.pushes,
    read_back: row.rights.readBack,
    estimate: row.estimate,
    estimate_at_ms: row.estimateAt,
    last_raised_at_ms: row.lastRaisedAt,
    last_lowered_at_ms: row.lastLoweredAt,
    blocked_until: row.blockedUntil === null ? null : new Date(row.blockedUntil).toISOString(),
    raises_blocked: row.raisesBlocked,
    pulse: row.pulse,
    recent: row.recent,
  }));
  await client.query(
    `INSERT INTO escrow_listing AS stored SELECT * FROM jsonb_populate_recordset(NULL::escrow_listing, $1::jsonb)
     ON CONFLICT (bucket, sku, channel, location) DO UPDATE SET held_by = excluded.held_by, held = excluded.held,
       exposure = excluded.exposure, debt = excluded.debt, units_per_listing = excluded.units_per_listing,
       since_ms = excluded.since_ms, settled_to_ms = excluded.settled_to_ms, anchors = excluded.anchors,
       anchor_to_ms = excluded.anchor_to_ms, pushes = excluded.pushes, read_back = excluded.read_back,
       estimate = excluded.estimate, estimate_at_ms = excluded.estimate_at_ms,
       last_raised_at_ms = excluded.last_raised_at_ms, last_lowered_at_ms = excluded.last_lowered_at_ms,
       blocked_until = excluded.blocked_until, raises_blocked = excluded.raises_blocked, pulse = excluded.pulse,
       recent = excluded.recent
     WHERE stored IS DISTINCT FROM excluded`,
    [JSON.stringify(stored)],
  );
}

/** Takes the lock of these SKUs' rights, in the order of their keys; a missing one is made. */
export async function lockEscrow(client: ClientBase, skus: readonly string[]): Promise<void> {
  const keys = keysInOrder(skus);
  const lock = `SELECT 1 FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     CROSS JOIN LATERAL (
       SELECT 1 FROM escrow e WHERE e.bucket = key.bucket AND e.sku = key.sku FOR NO KEY UPDATE) AS locked`;
  const { rows } = await client.query(lock, keys);
  if (rows.length === keys[1].length) return;
  await client.query(
    `INSERT INTO escrow (bucket, sku) SELECT * FROM unnest($1::smallint[], $2::text[]) ON CONFLICT DO NOTHING`,
    keys,
  );
  await client.query(lock, keys);
}
