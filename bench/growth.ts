import { listPositions } from '@/lib/ledger/server/list-positions';
import type { BenchDatabase } from './bench-database';
import { pour } from './drive';
import { openLedger } from './open-ledger';
import { type Figure, median, quantile } from './report';
import { loadCatalog, seeded, skuName, webshopDay } from './workload';

const skus = 10_000;
const step_events = 20_000;

/**
 * Cost per event while the tables grow, by a writer whose statements were planned on empty tables; then as-of queries
 * over all of it. `postings` is where it ends: 5·10⁶ takes a quarter of an hour.
 */
export async function benchGrowth(database: BenchDatabase, postings: number): Promise<Figure[]> {
  await loadCatalog(database.pool, skus);
  const ledger = openLedger(database.url);
  // Warm on empty tables: the same statements often enough that their plans are kept.
  const warm = webshopDay(1, 1, 'warm');
  for (let index = 0; index < 20; index++) await ledger.post([warm()], 'bench');
  const next = webshopDay(skus, 7, 'growth');
  const marks = [1e5, 5e5, 1e6, 2e6, 3e6, 4e6, 5e6].filter((mark) => mark <= postings);
  const figures: Figure[] = [];
  let done = 0;
  let first: number | undefined;
  for (const mark of marks) {
    if (mark - done > step_events) await pour(ledger, next, mark - done - step_events);
    const costs: number[] = [];
    for (let index = 0; index < 5; index++)
      costs.push(((await pour(ledger, next, step_events / 5)) * 1000) / (step_events / 5));
    done = mark;
    const cost = median(costs);
    first ??= cost;
    figures.push({
      section: 'growth',
      name: `cost per event at ${mark.toLocaleString('en-IN')} postings`,
      value: cost,
      unit: 'µs',
      ratio: cost / first,
      goal: 'flat',
      met: cost / first < 1.5,
    });
  }
  await ledger.close();
  return [...figures, ...(await benchAsOf(database, done))];
}

/** Random SKUs at random instants of the recorded past, on both clocks. */
async function benchAsOf(database: BenchDatabase, postings: number): Promise<Figure[]> {
  const { rows } = await database.pool.query<{ low: Date; high: Date }>(
    'SELECT min(recorded_at) AS low, max(recorded_at) AS high FROM posting',
  );
  const low = rows[0]?.low.getTime() ?? 0;
  const high = rows[0]?.high.getTime() ?? 0;
  const random = seeded(3);
  const figures: Figure[] = [];
  for (const clock of ['knownAt', 'asOf'] as const) {
    const times: number[] = [];
    for (let index = 0; index < 500; index++) {
      const at = new Date(low + random() * (high - low));
      const began = performance.now();
      await listPositions(database.pool, {
        sku: skuName(Math.floor(random() * skus)),
        [clock]: at,
        limit: 100,
      });
      times.push(performance.now() - began);
    }
    figures.push({
      section: 'as of',
      name: `${clock}, one SKU at ${postings.toLocaleString('en-IN')} postings, p95`,
      value: quantile(times, 0.95),
      unit: 'ms',
      goal: '< 20 ms',
      met: quantile(times, 0.95) < 20,
      note: `p50 ${quantile(times, 0.5).toFixed(1)} ms`,
    });
  }
  return figures;
}
