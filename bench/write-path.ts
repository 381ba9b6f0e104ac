import type { BenchDatabase } from './bench-database';
import { drive } from './drive';
import { openLedger } from './open-ledger';
import { Reference } from './reference';
import { type Figure, median, quantile } from './report';
import { loadCatalog, openingStock, webshopDay } from './workload';

interface Case {
  name: string;
  skus: number;
  callers: number;
  eventsPerCall: number;
  reference: 'hot' | 'wide' | 'single';
  goal: number;
}

const cases: Case[] = [
  { name: 'one hot SKU, saturated', skus: 1, callers: 8, eventsPerCall: 250, reference: 'hot', goal: 8 },
  {
    name: '10,000 SKUs, saturated',
    skus: 10_000,
    callers: 8,
    eventsPerCall: 250,
    reference: 'wide',
    goal: 1.3,
  },
  { name: 'one hot SKU, 32 callers', skus: 1, callers: 32, eventsPerCall: 1, reference: 'hot', goal: 4 },
  {
    name: '10,000 SKUs, 32 callers',
    skus: 10_000,
    callers: 32,
    eventsPerCall: 1,
    reference: 'wide',
    goal: 0.7,
  },
];

/**
 * The ledger's own entry point against a plain single-row UPDATE in the same round; rounds alternate, medians count.
 * Order lines, counters and seals are on: the consumers run in a worker process of their own, as in real life.
 */
export async function benchWritePath(database: BenchDatabase, rounds: number): Promise<Figure[]> {
  const reference = await Reference.open(database.url);
  await loadCatalog(database.pool, 10_000);
  const ledger = openLedger(database.url);
  const opening = openingStock(10_000, 10_000_000, 'opening');
  for (let from = 0; from < opening.length; from += 1000)
    await ledger.post(opening.slice(from, from + 1000), 'bench');

  const rates = cases.map(() => [] as number[]);
  const ratios = cases.map(() => [] as number[]);
  const latencies = cases.map(() => [] as number[]);
  const idle: number[] = [];
  const idleRatios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const base = {
      hot: await reference.run(8, 1, 2000),
      wide: await reference.run(32, 10_000, 2000),
      single: await reference.run(1, 1, 1500),
    };
    for (const [index, one] of cases.entries()) {
      const driven = await drive(
        ledger,
        webshopDay(one.skus, round, `${round}-${index}`),
        one.callers,
        4000,
        one.eventsPerCall,
      );
      rates[index]?.push(driven.eventsPerSecond);
      ratios[index]?.push(driven.eventsPerSecond / base[one.reference]);
      latencies[index]?.push(...driven.latenciesMs);
    }
    const alone = await drive(ledger, webshopDay(1, round, `${round}-idle`), 1, 1500);
    idle.push(median(alone.latenciesMs));
    idleRatios.push((median(alone.latenciesMs) * base.single) / 1000);
  }
  await ledger.close();
  await reference.close();
  const figures: Figure[] = cases.map((one, index) => {
    const ratio = median(ratios[index] ?? []);
    const mine = latencies[index] ?? [];
    return {
      section: 'write path',
      name: one.name,
      value: median(rates[index] ?? []),
      unit: 'events/s',
      ratio,
      goal: `≥ × ${one.goal} of the ${one.reference} reference`,
      met: ratio >= one.goal,
      note: `p50 ${quantile(mine, 0.5).toFixed(1)} ms, p99 ${quantile(mine, 0.99).toFixed(1)} ms`,
    };
  });
  const ratio = median(idleRatios);
  figures.push({
    section: 'write path',
    name: 'one idle caller',
    value: median(idle),
    unit: 'ms',
    ratio,
    goal: '≤ × 2 of one plain durable commit',
    met: ratio <= 2,
  });
  return figures;
}
