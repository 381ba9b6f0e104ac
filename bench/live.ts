import pg from 'pg';
import pino from 'pino';
import type { ChannelDeps } from '@/lib/channels/server/load-connector';
import { recomputeTargets } from '@/lib/channels/server/recompute-targets';
import { startChannels } from '@/lib/channels/server/start-channels';
import { withTransaction } from '@/lib/db/transaction';
import { bucketOf } from '@/lib/ledger/bucket';
import { createLedgerNotifications } from '@/lib/ledger/server/ledger-notifications';
import type { BenchDatabase } from './bench-database';
import { openLedger } from './open-ledger';
import { Reference } from './reference';
import { type Figure, median, quantile } from './report';
import { loadCatalog, openingStock, skuName } from './workload';

const sku_count = 10_000;
const channel_count = 3;
/** Of the catalogue: enough for a rate. */
const recomputed_count = 1_000;
const skus_per_transaction = 200;
const receipts_per_round = 40;

/**
 * From the commit of an event to the target computed and its push booked, for one SKU among 10,000 that three channels
 * sell; and how many SKUs a second a recompute of all of them makes. The reference is a plain durable commit.
 */
export async function benchLive(database: BenchDatabase, rounds: number): Promise<Figure[]> {
  const { pool } = database;
  await loadCatalog(pool, sku_count);
  const ledger = openLedger(database.url);
  const opening = openingStock(sku_count, 40, 'opening');
  for (let from = 0; from < opening.length; from += 1000)
    await ledger.post(opening.slice(from, from + 1000), 'bench');
  await sellEverywhere(pool);

  const skus = Array.from({ length: recomputed_count }, (_, index) => skuName(index));
  const began = performance.now();
  for (let from = 0; from < skus.length; from += skus_per_transaction)
    await withTransaction(pool, (client) =>
      recomputeTargets(client, skus.slice(from, from + skus_per_transaction), 'live'),
    );
  const firstMs = performance.now() - began;
  // As if every listing had been read back and showed nothing: from here on numbers are booked.
  await pool.query('UPDATE escrow_listing SET since_ms = 1, settled_to_ms = 1');
  await pool.query(
    `INSERT INTO consumer_cursor (consumer, xid, sequence)
     SELECT 'channel_targets', xid, sequence FROM inventory_event ORDER BY xid DESC, sequence DESC LIMIT 1
     ON CONFLICT (consumer) DO UPDATE SET xid = excluded.xid, sequence = excluded.sequence`,
  );
  const again = performance.now();
  for (let from = 0; from < skus.length; from += skus_per_transaction)
    await withTransaction(pool, (client) =>
      recomputeTargets(client, skus.slice(from, from + skus_per_transaction), 'live'),
    );
  const bookedMs = performance.now() - again;
  const booked = await pool.query<{ pushes: string }>('SELECT count(*) AS pushes FROM push_record');

  const reference = await Reference.open(database.url);
  const latencies: number[] = [];
  const ratios: number[] = [];
  const connect = async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    return client;
  };
  const ledgerNotifications = createLedgerNotifications(connect);
  const deps: ChannelDeps = {
    pool,
    post: ledger.post,
    log: pino({ level: 'silent' }),
    secretKey: 'bench',
    allowInside: true,
  };
  const worker = await startChannels(deps, { connect, ledgerNotifications });
  for (let round = 0; round < rounds; round++) {
    const commitsPerSecond = await reference.run(1, 1, 1000);
    const own: number[] = [];
    for (let count = 0; count < receipts_per_round; count++)
      own.push(
        await timeOne(
          pool,
          ledger.post,
          skuName((round * receipts_per_round + count) % sku_count),
          `${round}-${count}`,
        ),
      );
    latencies.push(...own);
    ratios.push((median(own) * commitsPerSecond) / 1000);
  }
  await worker.stop();
  await ledgerNotifications.close();
  await ledger.close();
  await reference.close();
  return [
    {
      section: 'live targets',
      name: 'event commit to booked push, one of 10,000 SKUs × 3 channels',
      value: median(latencies),
      unit: 'ms',
      ratio: median(ratios),
      note: `p95 ${quantile(latencies, 0.95).toFixed(1)} ms; ratio to one plain durable commit`,
    },
    {
      section: 'live targets',
      name: 'recompute in batches of 200, nothing to push',
      value: recomputed_count / (firstMs / 1000),
      unit: 'SKUs/s',
    },
    {
      section: 'live targets',
      name: 'recompute in batches of 200, every listing pushed',
      value: recomputed_count / (bookedMs / 1000),
      unit: 'SKUs/s',
      note: `${booked.rows[0]?.pushes} pushes booked`,
    },
  ];
}

/** The receipt makes room for a higher number: seen when its push stands in the outbox. */
async function timeOne(pool: pg.Pool, post: ChannelDeps['post'], sku: string, id: string): Promise<number> {
  await pool.query(
    `UPDATE escrow_listing SET pushes = '[]', exposure = 0, held = 0, held_by = '{}', estimate = 0, last_raised_at_ms = NULL
     WHERE bucket = $1 AND sku = $2`,
    [bucketOf(sku), sku],
  );
  const before = await lastVersion(pool, sku);
  await post(
    [
      {
        type: 'receipt',
        source: 'bench',
        id: `live-${id}`,
        occurredAt: new Date().toISOString(),
        sku,
        quantity: 5,
        node: 'WH',
      },
    ],
    'bench',
  );
  const committed = performance.now();
  while ((await lastVersion(pool, sku)) === before);
  return performance.now() - committed;
}

async function lastVersion(pool: pg.Pool, sku: string): Promise<string> {
  const { rows } = await pool.query<{ version: string }>(
    'SELECT max(version)::text AS version FROM listing_sync WHERE bucket = $1 AND sku = $2 AND booked_version IS NOT NULL',
    [bucketOf(sku), sku],
  );
  return rows[0]?.version ?? '';
}

/** Three connected channels that list every SKU; nobody answers at their address, since nothing is sent while paused. */
async function sellEverywhere(pool: pg.Pool): Promise<void> {
  for (let index = 0; index < channel_count; index++) {
    const channel = `live-${index}`;
    await pool.query(
      `INSERT INTO channel (channel, name, kind, connector, config) VALUES ($1, $1, 'webshop', 'open', '{"pollSeconds": 15}')`,
      [channel],
    );
    await pool.query(`INSERT INTO channel_source (channel, node, rank) VALUES ($1, 'WH', 0)`, [channel]);
    await pool.query(
      `INSERT INTO channel_sync (channel, connected_at, push_due_at, poll_due_at, audit_due_at)
       SELECT $1, now(), later, later, later FROM (SELECT now() + interval '1 day' AS later) AS t`,
      [channel],
    );
    await pool.query(
      `INSERT INTO listing (bucket, sku, channel, external_id) SELECT bucket, sku, $1, sku FROM ledger_head`,
      [channel],
    );
  }
  await pool.query('UPDATE catalog_version SET version = version + 1');
  await pool.query('ANALYZE');
}
