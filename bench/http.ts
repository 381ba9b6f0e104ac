import { createApiKey } from '@/lib/access/server/create-api-key';
import type { InventoryEvent } from '@/lib/ledger/events';
import type { BenchDatabase } from './bench-database';
import { drive } from './drive';
import { openLedger } from './open-ledger';
import { type Figure, median, quantile } from './report';
import { startWeb } from './web-process';
import { loadCatalog, openingStock, webshopDay } from './workload';

const port = 3977;
const skus = 1000;

/** What HTTP costs on top of the ledger's own entry point: per event sent alone, and in batches of 100. */
export async function benchHttp(database: BenchDatabase, rounds: number): Promise<Figure[]> {
  await loadCatalog(database.pool, skus);
  const { key } = await createApiKey(database.pool, { name: 'bench', role: 'admin' }, 'bench');
  const web = await startWeb(port);
  const ledger = openLedger(database.url);
  await ledger.post(openingStock(skus, 1_000_000, 'http'), 'bench');
  const post = async (events: readonly InventoryEvent[]) => {
    const response = await fetch(`${web.address}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    const { results } = (await response.json()) as { results: Awaited<ReturnType<typeof ledger.post>> };
    return results;
  };
  const samples = { direct: [] as number[], single: [] as number[], batch: [] as number[] };
  const latencies: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const direct = await drive(ledger, webshopDay(skus, round, `direct-${round}`), 32, 3000);
      samples.direct.push(1e6 / direct.eventsPerSecond);
      const single = await drive({ post }, webshopDay(skus, round, `single-${round}`), 32, 4000);
      samples.single.push(1e6 / single.eventsPerSecond);
      latencies.push(...single.latenciesMs);
      samples.batch.push(await batches(post, webshopDay(skus, round, `batch-${round}`)));
    }
  } finally {
    await web.stop();
    await ledger.close();
  }
  const base = median(samples.direct);
  const figure = (name: string, value: number, note?: string): Figure => ({
    section: 'http',
    name,
    value,
    unit: 'µs per event',
    ratio: value / base,
    ...(note === undefined ? {} : { note }),
  });
  return [
    figure('32 callers, no HTTP', base),
    figure(
      '32 connections, one event a request',
      median(samples.single),
      `p50 ${quantile(latencies, 0.5).toFixed(1)} ms, p99 ${quantile(latencies, 0.99).toFixed(1)} ms`,
    ),
    figure('8 connections, 100 events a request', median(samples.batch)),
  ];
}

/** Microseconds per event. */
async function batches(
  post: (events: readonly InventoryEvent[]) => Promise<unknown>,
  next: () => InventoryEvent,
): Promise<number> {
  let events = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (performance.now() - began < 4000) {
        await post(Array.from({ length: 100 }, next));
        events += 100;
      }
    }),
  );
  return ((performance.now() - began) * 1000) / events;
}
