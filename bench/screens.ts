import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createApiKey } from '@/lib/access/server/create-api-key';
import { listCatalogListings } from '@/lib/catalog/server/list-catalog-listings';
import { listSkus } from '@/lib/catalog/server/list-skus';
import { listChannelListings } from '@/lib/channels/server/list-channel-listings';
import { listStock } from '@/lib/channels/server/list-stock';
import { bucketOf } from '@/lib/ledger/bucket';
import type { InventoryEvent } from '@/lib/ledger/events';
import { searchLedger } from '@/lib/ledger/server/search-ledger';
import type { LedgerWriter } from '@/lib/ledger/server/writer';
import { listOrderLines } from '@/lib/orders/server/list-order-lines';
import { readOverview } from '@/lib/runtime/overview';
import type { BenchDatabase } from './bench-database';
import { pour } from './drive';
import { openLedger } from './open-ledger';
import { type Figure, quantile } from './report';
import { startWeb } from './web-process';
import { loadCatalog, seeded, skuName, webshopDay } from './workload';

const sku_count = 10_000;
const node_count = 20;
const channel_count = 5;
const goal_ms = 200;
const asked_times = 40;

const port = 3978;
const reader_count = 200;
const events_per_second = 500;
const streamed_seconds = 15;

/**
 * What the screens ask for, at 10,000 SKUs over 20 nodes and five channels, and how late 200 readers of the event stream
 * hear of an event while 500 a second are recorded.
 */
export async function benchScreens(database: BenchDatabase, postings: number): Promise<Figure[]> {
  const { pool } = database;
  await loadCatalog(pool, sku_count);
  const ledger = openLedger(database.url);
  await fillNodes(database, ledger);
  await pour(ledger, webshopDay(sku_count, 5, 'screens'), Math.max(0, postings - sku_count * node_count));
  await fillListings(database);
  await pool.query('ANALYZE');

  const random = seeded(11);
  const anySku = () => skuName(Math.floor(random() * sku_count));
  const anyPrefix = () => `SKU-00${Math.floor(random() * 10)}${Math.floor(random() * 10)}`;
  const { rows } = await pool.query<{ at: Date }>(
    'SELECT min(recorded_at) + (max(recorded_at) - min(recorded_at)) / 2 AS at FROM posting',
  );
  const halfWay = rows[0]?.at.toISOString() ?? '';
  const page = { direction: 'ascending', limit: 50 } as const;
  const listings = { ...page, direction: 'descending' } as const;
  const asked: Record<string, () => Promise<unknown>> = {
    'stock matrix, first page': () => listStock(pool, { sort: 'sku', ...page }),
    'stock matrix, searched': () => listStock(pool, { sort: 'name', search: anyPrefix(), ...page }),
    'stock matrix, compared with an instant': () =>
      listStock(pool, { sort: 'sku', search: anyPrefix(), asOf: halfWay, ...page }),
    'SKUs by price': () => listSkus(pool, { sort: 'price', ...listings }),
    'listings by price': () => listCatalogListings(pool, { sort: 'price', ...listings }),
    'listings by target': () => listCatalogListings(pool, { sort: 'target', ...listings }),
    'listings by name, searched': () =>
      listCatalogListings(pool, { sort: 'name', search: anyPrefix(), ...page }),
    'listings of a channel': () => listChannelListings(pool, { channel: 'shop-1', filter: 'all', limit: 50 }),
    'orders, those that wait first': () => listOrderLines(pool, { limit: 50 }),
    'ledger, newest first': () => searchLedger(pool, { limit: 50 }),
    'ledger of a SKU': () => searchLedger(pool, { sku: anySku(), limit: 50 }),
    overview: () => readOverview(pool),
  };
  const figures: Figure[] = [];
  for (const [name, ask] of Object.entries(asked)) {
    const times: number[] = [];
    for (let index = 0; index < asked_times; index++) {
      const began = performance.now();
      await ask();
      times.push(performance.now() - began);
    }
    figures.push({
      section: 'screens',
      name: `${name}, p95`,
      value: quantile(times, 0.95),
      unit: 'ms',
      goal: `< ${goal_ms} ms`,
      met: quantile(times, 0.95) < goal_ms,
      note: `p50 ${quantile(times, 0.5).toFixed(0)} ms, first ${(times[0] ?? 0).toFixed(0)} ms`,
    });
  }
  figures.push(...(await benchStreams(database, ledger)));
  await ledger.close();
  return figures;
}

/** A little of every SKU at every node. */
export async function fillNodes(database: BenchDatabase, ledger: LedgerWriter): Promise<void> {
  const nodes = Array.from({ length: node_count - 1 }, (_, index) => `N${index}`);
  await database.pool.query(
    `INSERT INTO stock_node (node, name, kind) SELECT n, 'Dark store ' || n, 'dark_store' FROM unnest($1::text[]) AS n`,
    [nodes],
  );
  await database.pool.query('UPDATE catalog_version SET version = version + 1');
  const all = ['WH', ...nodes];
  let count = 0;
  const occurredAt = new Date().toISOString();
  const next = (): InventoryEvent => {
    const index = count++;
    return {
      source: 'opening',
      id: `screens-${String(index).padStart(7, '0')}`,
      type: 'receipt',
      occurredAt,
      sku: skuName(Math.floor(index / node_count)),
      node: all[index % node_count] ?? 'WH',
      quantity: 40 + (index % 60),
    };
  };
  await pour(ledger, next, sku_count * node_count);
}

/** Every SKU on five channels, with prices, targets and what was acknowledged. */
export async function fillListings({ pool }: BenchDatabase): Promise<void> {
  const channels = Array.from({ length: channel_count }, (_, index) => `shop-${index}`);
  await pool.query(
    `INSERT INTO channel (channel, name, kind) SELECT c, c, 'webshop' FROM unnest($1::text[]) AS c`,
    [channels],
  );
  const names = Array.from({ length: sku_count }, (_, index) => skuName(index));
  const keys = [names.map(bucketOf), names, channels];
  await pool.query(`UPDATE sku SET price_minor = 100 + (hashtext(sku) & 65535), unit_cost_minor = 50`);
  await pool.query(
    `INSERT INTO listing (bucket, sku, channel, location, external_id, price_minor)
     SELECT k.bucket, k.sku, c, '', k.sku, 100 + (hashtext(k.sku || c) & 65535)
     FROM unnest($1::smallint[], $2::text[]) AS k (bucket, sku), unnest($3::text[]) AS c`,
    keys,
  );
  await pool.query(
    `INSERT INTO listing_sync (bucket, sku, channel, location, version, target, target_at, published, acknowledged)
     SELECT bucket, sku, channel, location, 1, hashtext(sku || channel) & 255, now(), 10, 10 FROM listing`,
  );
}

async function benchStreams(database: BenchDatabase, ledger: LedgerWriter): Promise<Figure[]> {
  const { key } = await createApiKey(database.pool, { name: 'bench', role: 'admin' }, 'bench');
  const web = await startWeb(port);
  const readers = fork(
    fileURLToPath(new URL('./stream-readers.ts', import.meta.url)),
    [web.address, key, String(reader_count)],
    { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  await once(readers, 'message');
  const next = webshopDay(sku_count, 9, 'streamed');
  const posted: Promise<unknown>[] = [];
  const steps_per_second = 20;
  const events = events_per_second / steps_per_second;
  const began = performance.now();
  for (let step = 0; step < streamed_seconds * steps_per_second; step++) {
    await wait(Math.max(0, began + (step * 1000) / steps_per_second - performance.now()));
    posted.push(ledger.post(Array.from({ length: events }, next), 'bench'));
  }
  await Promise.all(posted);
  // What is later than this has missed its goal anyway.
  await wait(3_000);
  const answered = once(readers, 'message');
  readers.send('stop');
  const [{ told, agesMs }] = (await answered) as [{ told: number[]; agesMs: number[] }];
  await web.stop();
  const sent = events_per_second * streamed_seconds;
  const complete = told.filter((count) => count === sent).length;
  const late = quantile(agesMs, 0.99);
  return [
    {
      section: 'screens',
      name: `${reader_count} open streams at ${events_per_second} events/s, recorded to received, p99`,
      value: late,
      unit: 'ms',
      goal: '< 1,000 ms, all told of everything',
      met: late < 1000 && complete === reader_count,
      note: `${complete} of ${reader_count} told of all ${sent}; p50 ${quantile(agesMs, 0.5).toFixed(0)} ms, worst ${Math.max(...agesMs).toFixed(0)} ms`,
    },
  ];
}
