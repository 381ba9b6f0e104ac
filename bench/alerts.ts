import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createApiKey } from '@/lib/access/server/create-api-key';
import type { LedgerWriter } from '@/lib/ledger/server/writer';
import { startBeside } from './background';
import type { BenchDatabase } from './bench-database';
import { drive } from './drive';
import { openLedger } from './open-ledger';
import { type Figure, median, quantile } from './report';
import { fillListings } from './screens';
import { startWeb } from './web-process';
import { loadCatalog, openingStock, skuName, webshopDay } from './workload';

const sku_count = 10_000;
const port = 3976;
const steps_per_second = 20;
const ingest_per_second = 3_000;
const ingest_seconds = 5;
const streamed_per_second = 500;
const streamed_seconds = 15;
const reader_count = 200;
/** One SKU that runs low each so often, to be seen in the feed. */
const crossing_every_steps = 4;
const opening_units = 10_000_000;
const safety_units = 50;

/**
 * What alerts cost the ledger, how soon an alert is seen in the feed, and how the feed answers while 10,000 SKUs run out
 * within a minute. The rules run in a process of their own, as in life; every SKU is listed on five channels.
 */
export async function benchAlerts(database: BenchDatabase, rounds: number): Promise<Figure[]> {
  await loadCatalog(database.pool, sku_count);
  const ledger = openLedger(database.url);
  const opening = openingStock(sku_count, opening_units, 'alerts');
  for (let from = 0; from < opening.length; from += 1000)
    await ledger.post(opening.slice(from, from + 1000), 'bench');
  await fillListings(database);
  await database.pool.query(`INSERT INTO safety_stock_policy (units) VALUES (${safety_units})`);
  await database.pool.query('ANALYZE');
  const figures = await benchIngest(ledger, rounds);
  const { key } = await createApiKey(database.pool, { name: 'bench', role: 'admin' }, 'bench');
  const web = await startWeb(port);
  const rules = await startBeside('./alerts-process.ts');
  try {
    await settle(database);
    figures.push(await benchFeed(database, ledger, web.address, key));
    figures.push(...(await benchStorm(database, web.address, key)));
  } finally {
    await rules.stop();
    await web.stop();
    await ledger.close();
  }
  return figures;
}

/** Ingest with the rules and without, round about: at a given rate, and as fast as it goes. */
async function benchIngest(ledger: LedgerWriter, rounds: number): Promise<Figure[]> {
  const paced = { without: [] as number[], with: [] as number[] };
  const full = { without: [] as number[], with: [] as number[] };
  const latency = { without: [] as number[], with: [] as number[] };
  for (let round = 0; round < rounds; round++)
    for (const how of ['without', 'with'] as const) {
      const rules = how === 'with' ? await startBeside('./alerts-process.ts') : null;
      const next = webshopDay(sku_count, round, `alerts-${how}-${round}`);
      const posted: Promise<unknown>[] = [];
      const began = performance.now();
      for (let step = 0; step < ingest_seconds * steps_per_second; step++) {
        await wait(Math.max(0, began + (step * 1000) / steps_per_second - performance.now()));
        const sent = performance.now();
        posted.push(
          ledger
            .post(Array.from({ length: ingest_per_second / steps_per_second }, next), 'bench')
            .then(() => latency[how].push(performance.now() - sent)),
        );
      }
      await Promise.all(posted);
      paced[how].push((ingest_per_second * ingest_seconds * 1000) / (performance.now() - began));
      full[how].push((await drive(ledger, next, 8, 4_000, 250)).eventsPerSecond);
      await rules?.stop();
    }
  const cost = (1 - median(paced.with) / median(paced.without)) * 100;
  const fullCost = (1 - median(full.with) / median(full.without)) * 100;
  return [
    {
      section: 'alerts',
      name: `ingest at ${ingest_per_second} events/s, slowed by the rules`,
      value: cost,
      unit: '%',
      goal: '< 10 %',
      met: cost < 10,
      note: `${median(paced.with).toFixed(0)} against ${median(paced.without).toFixed(0)} events/s; batch p95 ${quantile(latency.with, 0.95).toFixed(0)} against ${quantile(latency.without, 0.95).toFixed(0)} ms`,
    },
    {
      section: 'alerts',
      name: 'ingest as fast as it goes, slowed by the rules',
      value: fullCost,
      unit: '%',
      note: `${median(full.with).toFixed(0)} against ${median(full.without).toFixed(0)} events/s`,
    },
  ];
}

/** Until nothing is marked. */
async function settle({ pool }: BenchDatabase): Promise<void> {
  const left = async () => Number((await pool.query('SELECT count(*) FROM alert_mark')).rows[0]?.count);
  while ((await left()) > 0) await wait(200);
}

/**
 * From the answer to an event to its alert in the list of a browser that asks again when the stream says so, beside 200
 * open streams and 500 events a second.
 */
async function benchFeed(
  { pool }: BenchDatabase,
  ledger: LedgerWriter,
  address: string,
  key: string,
): Promise<Figure> {
  const readers = fork(
    fileURLToPath(new URL('./stream-readers.ts', import.meta.url)),
    [address, key, String(reader_count), 'changes'],
    { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  await once(readers, 'message');
  const headers = { authorization: `Bearer ${key}` };
  const aborted = new AbortController();
  const committed = new Map<string, number>();
  /** By our clock, to tell the rules' share from the way to the reader. */
  const committedAt = new Map<string, number>();
  const latencies: number[] = [];
  const watching = watch(address, headers, aborted.signal, async () => {
    const answer = await fetch(`${address}/api/v1/alerts?status=open&rule=below_safety_stock&limit=100`, {
      headers,
    });
    const { items } = (await answer.json()) as { items: { sku: string }[] };
    const now = performance.now();
    for (const { sku } of items) {
      const at = committed.get(sku);
      if (at === undefined) continue;
      latencies.push(now - at);
      committed.delete(sku);
    }
  });
  const there = new Map(
    (await pool.query<{ sku: string; available: string }>('SELECT sku, available FROM position')).rows.map(
      ({ sku, available }) => [sku, Number(available)],
    ),
  );
  const next = webshopDay(sku_count - 1_000, 11, 'alerts-feed');
  const posted: Promise<unknown>[] = [];
  const began = performance.now();
  let crossed = 0;
  for (let step = 0; step < streamed_seconds * steps_per_second; step++) {
    await wait(Math.max(0, began + (step * 1000) / steps_per_second - performance.now()));
    posted.push(ledger.post(Array.from({ length: streamed_per_second / steps_per_second }, next), 'bench'));
    if (step % crossing_every_steps !== 0) continue;
    const sku = skuName(sku_count - 1 - crossed++);
    posted.push(
      ledger
        .post(
          [
            {
              type: 'adjustment',
              source: 'bench',
              id: `low-${sku}`,
              occurredAt: new Date().toISOString(),
              sku,
              node: 'WH',
              quantity: (there.get(sku) ?? 0) - safety_units + 1,
              state: 'available',
              direction: 'decrease',
            },
          ],
          'bench',
        )
        .then(() => {
          committed.set(sku, performance.now());
          committedAt.set(sku, Date.now());
        }),
    );
  }
  await Promise.all(posted);
  await wait(5_000);
  aborted.abort();
  await watching;
  readers.send('stop');
  await once(readers, 'message');
  await pool.query('DELETE FROM alert_notice');
  const { rows: opened } = await pool.query<{ sku: string; opened_at: Date }>(
    `SELECT sku, opened_at FROM alert WHERE rule = 'below_safety_stock' AND sku = ANY($1::text[])`,
    [[...committedAt.keys()]],
  );
  const written = opened.map((row) => row.opened_at.getTime() - (committedAt.get(row.sku) ?? 0));
  const p95 = quantile([...latencies, ...Array.from(committed, () => Number.POSITIVE_INFINITY)], 0.95);
  return {
    section: 'alerts',
    name: `event commit to feed, ${streamed_per_second} events/s, ${reader_count} open streams, p95`,
    value: p95,
    unit: 'ms',
    goal: '< 1,000 ms',
    met: p95 < 1000,
    note: `${latencies.length} of ${crossed} seen; written p50 ${median(written).toFixed(0)} ms, seen p50 ${median(latencies).toFixed(0)} ms, worst ${Math.max(...latencies).toFixed(0)} ms`,
  };
}

/** Follows the stream as a browser does: while one answer is awaited, what comes asks once more after it. */
async function watch(
  address: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  look: () => Promise<void>,
): Promise<void> {
  const response = await fetch(`${address}/api/v1/stream?also=changes`, { headers, signal });
  const decoder = new TextDecoder();
  let wanted = false;
  let looking: Promise<void> | null = null;
  const ask = () => {
    wanted = true;
    looking ??= (async () => {
      while (wanted) {
        wanted = false;
        await look();
      }
      looking = null;
    })();
  };
  try {
    for await (const chunk of response.body ?? [])
      if (decoder.decode(chunk, { stream: true }).includes('event: changed')) ask();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  await looking;
}

/** Every SKU runs out within a minute, and somebody works in the feed meanwhile. */
async function benchStorm({ pool }: BenchDatabase, address: string, key: string): Promise<Figure[]> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const list = `${address}/api/v1/alerts?status=open&limit=50`;
  const times: Record<'list' | 'open one' | 'acknowledge', number[]> = {
    list: [],
    'open one': [],
    acknowledge: [],
  };
  const timed = async (name: keyof typeof times, url: string, init: RequestInit = {}) => {
    const began = performance.now();
    const answer = await fetch(url, { headers, ...init });
    const body = (await answer.json()) as { items?: { id: string; sku: string }[] };
    times[name].push(performance.now() - began);
    if (!answer.ok) throw new Error(`${answer.status} ${JSON.stringify(body)}`);
    return body;
  };
  const began = performance.now();
  let raining = true;
  const rain = (async () => {
    for (let from = 0; from < sku_count; from += 500) {
      const skus = Array.from({ length: 500 }, (_, index) => skuName(from + index));
      await pool.query('UPDATE position SET available = 0 WHERE sku = ANY($1::text[])', [skus]);
      await pool.query('INSERT INTO alert_mark (sku) SELECT unnest($1::text[])', [skus]);
      await wait(1_000);
    }
    await settle({ pool } as BenchDatabase);
    raining = false;
  })();
  while (raining) {
    const { items = [] } = await timed('list', list);
    const [first] = items;
    if (first !== undefined) {
      await timed('open one', `${address}/api/v1/alerts?sku=${first.sku}`);
      await timed('acknowledge', `${address}/api/v1/alerts/${first.id}/acknowledge`, {
        method: 'POST',
        body: '{}',
      });
    }
    await wait(100);
  }
  await rain;
  const seconds = (performance.now() - began) / 1000;
  const { rows } = await pool.query<{ alerts: string; skus: string }>(
    `SELECT count(*) AS alerts, count(DISTINCT sku) AS skus FROM alert
     WHERE rule = 'below_safety_stock' AND state <> 'resolved'`,
  );
  const all = Object.values(times).flat();
  const p95 = quantile(all, 0.95);
  return [
    {
      section: 'alerts',
      name: `feed while ${sku_count} SKUs run out, p95 of an interaction`,
      value: p95,
      unit: 'ms',
      goal: '< 200 ms',
      met: p95 < 200,
      note: Object.entries(times)
        .map(([name, own]) => `${name} p95 ${quantile(own, 0.95).toFixed(0)} ms (${own.length})`)
        .join(', '),
    },
    {
      section: 'alerts',
      name: `${sku_count} SKUs run out: all alerts open after`,
      value: seconds,
      unit: 's',
      goal: 'a minute, each once',
      met: seconds < 60 && rows[0]?.alerts === String(sku_count) && rows[0]?.skus === String(sku_count),
      note: `${rows[0]?.alerts} alerts of ${rows[0]?.skus} SKUs`,
    },
  ];
}
