import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { sealSecrets } from '@/lib/channels/server/channel-secrets';
import type { InventoryEvent } from '@/lib/ledger/events';
import type { LedgerWriter } from '@/lib/ledger/server/writer';
import { startBeside } from './background';
import type { BenchDatabase } from './bench-database';
import { openLedger } from './open-ledger';
import { PushShop } from './push-shop';
import { type Figure, median, quantile } from './report';
import { loadCatalog, openingStock, skuName, webshopDay } from './workload';

/** Sold all the time, and listed at the shop. */
const busy_skus = 2_000;
const marked_share = 10;
const channel = 'shop';
const batch_ms = 50;
const settle_ms_max = 120_000;
const secret_key = 'bench-only-secret-key-of-no-use';

interface Offered {
  eventsPerSecond: number;
  seconds: number;
}

/**
 * From the commit of an event to the push at the shop, with what runs between in a process of its own: one event in ten
 * is the receipt of a SKU that the shop shows as sold out. And what that costs the ingest: the same load offered with
 * that process and without it, in turn.
 */
export async function benchPush(database: BenchDatabase, rounds: number): Promise<Figure[]> {
  const calm: Offered = { eventsPerSecond: 500, seconds: 10 };
  const full: Offered = { eventsPerSecond: 3_000, seconds: 6 };
  const { pool } = database;
  await loadCatalog(pool, busy_skus + rounds * (marksOf(calm) + marksOf(full)));
  const ledger = openLedger(database.url);
  const opening = openingStock(busy_skus, 1_000, 'opening');
  for (let from = 0; from < opening.length; from += 1000)
    await ledger.post(opening.slice(from, from + 1000), 'bench');
  const shop = new PushShop();
  await connect(pool, await shop.start());
  await pool.query('ANALYZE');

  const marks = new Marks(busy_skus);
  const latencies: Record<'calm' | 'full', number[]> = { calm: [], full: [] };
  const [alone, beside]: [number[], number[]] = [[], []];
  let channels = await startChannelsProcess();
  await settled(pool);
  for (let round = 0; round < rounds; round++) {
    const calmly = await offer(ledger, marks, calm, `calm-${round}`);
    await shown(shop, calmly.commits);
    latencies.calm.push(...latenciesOf(shop, calmly.commits));
    const together = await offer(ledger, marks, full, `full-${round}`);
    beside.push(together.eventsPerSecond);
    await shown(shop, together.commits);
    latencies.full.push(...latenciesOf(shop, together.commits));
    await channels.stop();
    alone.push((await offer(ledger, new Marks(0, true), full, `alone-${round}`)).eventsPerSecond);
    channels = await startChannelsProcess();
    await settled(pool);
  }
  await channels.stop();
  await ledger.close();
  await shop.stop();
  const section = 'push';
  const slowdown = (1 - median(beside) / median(alone)) * 100;
  const p99 = quantile(latencies.calm, 0.99);
  return [
    {
      section,
      name: 'event commit to push at the shop, at 500 events/s, 99 %',
      value: p99,
      unit: 'ms',
      goal: '< 1000 ms',
      met: p99 < 1_000,
      note: `median ${median(latencies.calm).toFixed(0)} ms of ${latencies.calm.length}`,
    },
    {
      section,
      name: 'the same while 3,000 events/s are offered, 99 %',
      value: quantile(latencies.full, 0.99),
      unit: 'ms',
      note: `median ${median(latencies.full).toFixed(0)} ms`,
    },
    {
      section,
      name: 'ingest slowed down by it, 3,000 events/s offered',
      value: slowdown,
      unit: '%',
      goal: '≤ 15 %',
      met: slowdown <= 15,
      note: `${median(alone).toFixed(0)} events/s alone, ${median(beside).toFixed(0)} beside it`,
    },
  ];
}

const perBatch = ({ eventsPerSecond }: Offered) => (eventsPerSecond * batch_ms) / 1000;
/** Of each batch the first event and every tenth after it. */
const marksOf = (offered: Offered) =>
  ((offered.seconds * 1000) / batch_ms) * Math.ceil(perBatch(offered) / marked_share);

/** Receipts of SKUs that were never in stock, one after the other. */
class Marks {
  constructor(
    private next: number,
    private readonly none = false,
  ) {}

  take(run: string): InventoryEvent | undefined {
    if (this.none) return undefined;
    const sku = skuName(this.next++);
    return {
      type: 'receipt',
      source: 'bench',
      id: `${run}-${sku}`,
      occurredAt: new Date().toISOString(),
      sku,
      quantity: 10,
      node: 'WH',
    };
  }
}

/** Offers events at a steady pace, in calls that do not wait for each other; by marked SKU when it was committed. */
async function offer(
  ledger: LedgerWriter,
  marks: Marks,
  offered: Offered,
  run: string,
): Promise<{ eventsPerSecond: number; commits: Map<string, number> }> {
  const next = webshopDay(busy_skus, 5, run);
  const commits = new Map<string, number>();
  const size = perBatch(offered);
  const began = performance.now();
  const calls: Promise<void>[] = [];
  for (let batch = 0; batch * batch_ms < offered.seconds * 1000; batch++) {
    await wait(Math.max(0, began + batch * batch_ms - performance.now()));
    const events = Array.from({ length: size }, (_, index) =>
      index % marked_share === 0 ? (marks.take(run) ?? next()) : next(),
    );
    calls.push(
      ledger.post(events, 'bench').then(() => {
        const at = performance.now();
        for (const { sku, id } of events) if (id === `${run}-${sku}`) commits.set(sku, at);
      }),
    );
  }
  await Promise.all(calls);
  const took = performance.now() - began;
  return { eventsPerSecond: (calls.length * size * 1000) / took, commits };
}

function latenciesOf(shop: PushShop, commits: ReadonlyMap<string, number>): number[] {
  return [...commits].map(([sku, at]) =>
    Math.max(0, (shop.shownAt.get(sku) ?? Number.POSITIVE_INFINITY) - at),
  );
}

async function shown(shop: PushShop, commits: ReadonlyMap<string, number>): Promise<void> {
  const deadline = performance.now() + settle_ms_max;
  for (const sku of commits.keys())
    while (!shop.shownAt.has(sku) && performance.now() < deadline) await wait(20);
}

/** Everything is read back and planned, and nothing waits. */
async function settled(pool: pg.Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ waits: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM dirty_sku) OR EXISTS (SELECT 1 FROM listing_sync WHERE due_at <= now())
         OR EXISTS (SELECT 1 FROM listing l WHERE l.channel = $1 AND NOT EXISTS (
           SELECT 1 FROM escrow_listing e WHERE e.bucket = l.bucket AND e.sku = l.sku AND e.channel = l.channel
             AND e.since_ms IS NOT NULL))
         OR EXISTS (SELECT 1 FROM inventory_event e, consumer_cursor c WHERE c.consumer = 'channel_targets'
              AND (e.xid, e.sequence) > (c.xid, c.sequence)) AS waits`,
      [channel],
    );
    if (rows[0]?.waits === false) return;
    await wait(200);
  }
}

async function connect(pool: pg.Pool, baseUrl: string): Promise<void> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const { config, sealed } = sealSecrets(
    channel,
    { baseUrl, secret, pollSeconds: 1, auditSeconds: 3_600 },
    secret_key,
  );
  await pool.query(
    `INSERT INTO channel (channel, name, kind, connector, config, secrets_sealed)
     VALUES ($1, $1, 'webshop', 'open', $2, $3)`,
    [channel, JSON.stringify(config), sealed],
  );
  await pool.query(`INSERT INTO channel_source (channel, node, rank) VALUES ($1, 'WH', 0)`, [channel]);
  await pool.query(
    `INSERT INTO listing (bucket, sku, channel, external_id) SELECT bucket, sku, $1, sku FROM ledger_head`,
    [channel],
  );
  await pool.query(
    'INSERT INTO dirty_sku (bucket, sku) SELECT bucket, sku FROM ledger_head ON CONFLICT DO NOTHING',
  );
  await pool.query('UPDATE catalog_version SET version = version + 1');
}

function startChannelsProcess(): Promise<{ stop(): Promise<void> }> {
  return startBeside('./channels-process.ts', { BENCH_SECRET_KEY: secret_key });
}
