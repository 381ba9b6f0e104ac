import { isDeepStrictEqual } from 'node:util';
import type { ClientBase, Pool } from 'pg';
import { heldBy } from '@/lib/allocation/escrow/state';
import { type Explanation, replay } from '@/lib/allocation/explain';
import { listingKey } from '@/lib/allocation/policy';
import { readEscrowRows } from '@/lib/allocation/server/escrow/escrow-rows';
import { readPools } from '@/lib/allocation/server/read-pools';
import type { WhyAnswer, WhyEvent, WhyPush } from '@/lib/allocation/why';
import { bucketOf } from '@/lib/ledger/bucket';
import type { ListingKey } from './nudge-channel';

const events_shown_max = 20;

interface Kept {
  push: WhyPush;
  explanation: Explanation;
}

/** Why a listing is told the number it is told; null where there is no such listing. */
export async function readWhy(
  db: Pool | ClientBase,
  { channel, sku, location }: ListingKey,
): Promise<WhyAnswer | null> {
  const key = [bucketOf(sku), sku, channel, location];
  const { rows } = await db.query<{ target: string | null }>(
    `SELECT s.target
     FROM listing l LEFT JOIN listing_sync s
       ON s.bucket = l.bucket AND s.sku = l.sku AND s.channel = l.channel AND s.location = l.location
     WHERE l.bucket = $1 AND l.sku = $2 AND l.channel = $3 AND l.location = $4`,
    key,
  );
  const [listing] = rows;
  if (listing === undefined) return null;
  const row = (await readEscrowRows(db, [sku])).get(sku)?.get(listingKey({ channel, location }));
  const pools = await readPools(db, sku);
  const held = Object.keys(row?.rights.held ?? {});
  const pool =
    pools.find(({ nodes }) => nodes.some((node) => held.includes(node))) ??
    pools.find(({ channels }) => channels.some((each) => each.channel === channel));
  const counts = row !== undefined && pool !== undefined && pool.mode !== 'fixed_share';
  const kept = counts ? await readKept(db, key) : null;
  return {
    sku,
    channel,
    location: location === '' ? null : location,
    mode: pool?.mode ?? 'strict',
    target: Number(listing.target ?? 0),
    push: kept?.push ?? null,
    rights: counts
      ? {
          held: heldBy({ ...row.rights, nodes: [], watermark: 0 }),
          exposure: row.rights.exposure,
          debt: row.rights.debt,
          estimate: Math.max(0, row.estimate),
          float: pool.float,
          availableToSell: pool.availableToSell,
          openPushes: row.rights.pushes.length,
        }
      : null,
    obstacles: pool?.obstacles ?? [],
    deficit: pool?.deficit ?? { kind: 'none', units: 0 },
    explanation: kept?.explanation ?? null,
    replayed: kept === null ? null : isReplayed(kept.explanation),
    events: await readEvents(db, sku, kept?.push.decidedAt ?? null),
  };
}

/** Whether the kept inputs give the kept numbers again. What went through the database has no undefined fields. */
export function isReplayed(kept: Explanation): boolean {
  const again = replay(kept);
  return again !== undefined && isDeepStrictEqual(JSON.parse(JSON.stringify(again)), kept);
}

async function readKept(db: Pool | ClientBase, key: readonly unknown[]): Promise<Kept | null> {
  const { rows } = await db.query<{
    version: string;
    decided_at: Date;
    units: string;
    packs: string;
    explanation: Explanation;
    acknowledged_at: Date | null;
  }>(
    `SELECT r.version, r.decided_at, r.units, r.packs, r.explanation,
       CASE WHEN s.acknowledged_version = r.version THEN s.acknowledged_at END AS acknowledged_at
     FROM push_record r LEFT JOIN listing_sync s
       ON s.bucket = r.bucket AND s.sku = r.sku AND s.channel = r.channel AND s.location = r.location
     WHERE r.bucket = $1 AND r.sku = $2 AND r.channel = $3 AND r.location = $4 ORDER BY r.version DESC LIMIT 1`,
    [...key],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { explanation } = row;
  const decided = explanation.push;
  if (decided === null) return null;
  const other = decided.for;
  return {
    explanation,
    push: {
      packs: Number(row.packs),
      units: Number(row.units),
      version: Number(row.version),
      decidedAt: row.decided_at.toISOString(),
      acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
      change: decided.change,
      reason: decided.reason,
      for:
        other === undefined
          ? null
          : { channel: other.channel, location: other.location === '' ? null : other.location },
      wanted: decided.quantity,
    },
  };
}

/** The latest events that moved the SKU, by when we learned of them; the way over the postings has an index. */
async function readEvents(db: Pool | ClientBase, sku: string, until: string | null): Promise<WhyEvent[]> {
  const { rows } = await db.query<{
    sequence: string;
    type: string;
    quantity: string | null;
    channel: string | null;
    occurred_at: Date;
    recorded_at: Date;
  }>(
    `WITH last AS (
       SELECT DISTINCT p.xid, p.sequence FROM position n CROSS JOIN LATERAL (
         SELECT p.xid, p.sequence, p.recorded_at FROM posting p
         WHERE p.bucket = n.bucket AND p.sku = n.sku AND p.node = n.node
           AND p.recorded_at <= coalesce($3::timestamptz, now())
         ORDER BY p.recorded_at DESC, p.sequence DESC LIMIT $4) AS p
       WHERE n.bucket = $1 AND n.sku = $2)
     SELECT e.sequence, e.type, e.quantity, e.content::jsonb ->> 'channel' AS channel, e.occurred_at, e.recorded_at
     FROM last JOIN inventory_event e ON e.xid = last.xid AND e.sequence = last.sequence
     ORDER BY e.recorded_at DESC, e.sequence DESC LIMIT $4`,
    [bucketOf(sku), sku, until, events_shown_max],
  );
  return rows.map((row) => ({
    sequence: Number(row.sequence),
    type: row.type,
    quantity: row.quantity === null ? null : Number(row.quantity),
    channel: row.channel,
    occurredAt: row.occurred_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
  }));
}
