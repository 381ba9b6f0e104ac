import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type FeedEvent,
  type RetailRow,
  readOnlineRetail,
  retail_node,
  retailCatalog,
  retailEvents,
  retailOpening,
} from '@/prisma/seed/online-retail';
import { RunningApp } from './running-app';
import { shuffled } from './shuffle';

/**
 * A year of real orders through `POST /events`: in order, the same again, and on a second database shuffled and
 * partly doubled from eight clients at once. All three end in the same positions, computed here from the rows alone.
 */
const batch_events = 1000;
const in_flight = 6;
const clients = 8;
/** Of so many rows one is sent twice. */
const doubled_every = 10;
/** Well beyond what it takes on a quiet machine. */
const replay_ms_max = 600_000;

let rows: RetailRow[];
const apps: RunningApp[] = [];

beforeAll(async () => {
  rows = await readOnlineRetail();
});
afterAll(async () => {
  for (const app of apps) await app.remove();
});

async function startApp(catalog = retailCatalog(rows)): Promise<{ app: RunningApp; key: string }> {
  const app = await RunningApp.start();
  apps.push(app);
  const key = await app.createKey('admin');
  const put = await app.call(key, 'PUT', '/api/v1/catalog', catalog);
  expect(put).toMatchObject({ status: 200, body: { skus: { created: 165 } } });
  return { app, key };
}

type Tally = Record<string, number>;

/** Sends batches from several connections at once; counts what became of the events. */
async function send(
  app: RunningApp,
  key: string,
  batches: FeedEvent[][],
  connections: number,
): Promise<Tally> {
  const tally: Tally = {};
  let next = 0;
  const client = async () => {
    for (let events = batches[next++]; events !== undefined; events = batches[next++]) {
      const { status, body } = await app.call(key, 'POST', '/api/v1/events', { events });
      if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body).slice(0, 500)}`);
      for (const result of body.results as { status: string; code?: string }[]) {
        const outcome = result.code ?? result.status;
        tally[outcome] = (tally[outcome] ?? 0) + 1;
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  return tally;
}

function inBatches<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** The two events of a row stay in one request, for a return has to be received before it is inspected. */
const replay = () =>
  inBatches(rows, batch_events / 2).map((part) => part.flatMap((row): FeedEvent[] => retailEvents(row)));

/** From the rows alone: what was sold was there, so what came back is what is left. */
function expectedPositions(): Map<string, number> {
  const left = new Map<string, number>();
  for (const { sku, units } of rows) left.set(sku, (left.get(sku) ?? 0) + Math.max(0, -units));
  return left;
}

async function expectFinalPositions(app: RunningApp, key: string): Promise<void> {
  const { body } = await app.call(key, 'GET', '/api/v1/positions?limit=1000');
  const positions = body.items as { sku: string; node: string; onHand: number }[];
  expect(new Map(positions.map((position) => [position.sku, position.onHand]))).toEqual(expectedPositions());
  for (const position of positions)
    expect(position).toMatchObject({
      node: retail_node,
      available: position.onHand,
      committed: 0,
      qualityControl: 0,
      damaged: 0,
      incoming: 0,
    });
}

async function counts(app: RunningApp): Promise<Record<string, number>> {
  const database = await app.database();
  try {
    const { rows: found } = await database.query(
      `SELECT (SELECT count(*)::int FROM inventory_event) AS events, (SELECT count(*)::int FROM posting) AS postings,
         (SELECT count(*)::int FROM order_line) AS lines, (SELECT count(*)::int FROM discrepancy) AS discrepancies,
         (SELECT count(*)::int FROM oversell_incident) AS incidents`,
    );
    return found[0];
  } finally {
    await database.end();
  }
}

test(
  '141,248 rows are replayed, proven, and end where the rows say',
  async () => {
    expect(rows).toHaveLength(141_248);
    const returns = rows.filter((row) => row.units < 0).length;
    expect(returns).toBe(2_461);
    const { app, key } = await startApp();
    expect(await send(app, key, [retailOpening(rows)], 1)).toEqual({ applied: 165 });
    const startedMs = performance.now();
    expect(await send(app, key, replay(), in_flight)).toEqual({ applied: 2 * rows.length });
    report('replayed', 2 * rows.length, startedMs);
    await expectFinalPositions(app, key);
    const recorded = await counts(app);
    expect(recorded).toMatchObject({
      events: 165 + 2 * rows.length,
      lines: rows.length - returns,
      discrepancies: 0,
      incidents: 0,
    });
    const verifyMs = performance.now();
    expect(await app.verify()).toMatchObject({
      balanced: true,
      events: recorded.events,
      postings: recorded.postings,
      positions: 165,
    });
    report('verified', recorded.events ?? 0, verifyMs);
  },
  replay_ms_max,
);

test(
  'the same file again changes nothing',
  async () => {
    const [app] = apps;
    if (app === undefined) throw new Error('nothing was replayed');
    const key = await app.createKey('integration');
    const before = await counts(app);
    const startedMs = performance.now();
    expect(await send(app, key, [retailOpening(rows), ...replay()], in_flight)).toEqual({
      duplicate: 165 + 2 * rows.length,
    });
    report('recognised', 2 * rows.length, startedMs);
    expect(await counts(app)).toEqual(before);
    await expectFinalPositions(app, key);
    await app.stop();
  },
  replay_ms_max,
);

test(
  'shuffled and doubled, from eight clients at once, it ends in the same positions',
  async () => {
    // Nobody lists anything here: this one is about the order of arrival alone.
    const { app, key } = await startApp({ ...retailCatalog(rows), listings: [] });
    expect(await send(app, key, [retailOpening(rows)], 1)).toEqual({ applied: 165 });
    // Shipments may well come before their orders; only the two halves of a return keep together.
    const parts = rows.flatMap((row): FeedEvent[][] => {
      const [first, second] = retailEvents(row);
      const its = row.units < 0 ? [[first, second]] : [[first], [second]];
      return row.number % doubled_every === 0 ? [...its, ...its] : its;
    });
    const doubled = parts.flat().length - 2 * rows.length;
    const batches: FeedEvent[][] = [[]];
    for (const part of shuffled(parts, 20111209)) {
      const last = batches.at(-1);
      if (last !== undefined && last.length + part.length <= batch_events) last.push(...part);
      else batches.push([...part]);
    }
    const startedMs = performance.now();
    expect(await send(app, key, batches, clients)).toEqual({ applied: 2 * rows.length, duplicate: doubled });
    report('shuffled', 2 * rows.length + doubled, startedMs);
    await expectFinalPositions(app, key);
    const recorded = await counts(app);
    expect(recorded).toMatchObject({ events: 165 + 2 * rows.length, discrepancies: 0, incidents: 0 });
    expect(await app.verify()).toMatchObject({ balanced: true, events: recorded.events });
  },
  replay_ms_max,
);

function report(what: string, events: number, startedMs: number): void {
  const seconds = (performance.now() - startedMs) / 1000;
  console.info(
    `${what}: ${events} events in ${seconds.toFixed(1)} s, ${Math.round(events / seconds)} per second`,
  );
}
