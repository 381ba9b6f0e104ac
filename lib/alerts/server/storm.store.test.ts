import http from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { bucketOf } from '@/lib/ledger/bucket';
import { destinationSchema } from '../delivery';
import { startDelivery } from './deliver';
import { handleAlerts } from './handle-alerts';
import { countAlerts, listAlerts } from './list-alerts';
import { saveDestination } from './save-destination';
import { startAlerts } from './start-alerts';

const sku_count = 10_000;
const wave_skus = 1_000;
const within_ms = 60_000;
const secretKey = 'a key for tests';
const log = pino({ level: 'silent' });
const skus = Array.from({ length: sku_count }, (_, index) => `STORM-${String(index).padStart(5, '0')}`);

let database: TestDatabase;
const received: { id: string; count: number; rule: string }[] = [];
const receiver = http.createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { data } = JSON.parse(body);
  received.push({ id: String(request.headers['webhook-id']), count: data.count, rule: data.rule });
  response.end('ok');
});

beforeAll(async () => {
  database = await createTestDatabase();
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  receiver.close();
  await database.drop();
});

const sql = async <Row extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
  (await database.pool.query<Row>(text, values)).rows;

async function addDestination(rule: string): Promise<void> {
  const input = destinationSchema.parse({
    name: `For ${rule || 'everything'}`,
    kind: 'webhook',
    url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
    secret: `whsec_${Buffer.from('a secret of the tests, for webhooks').toString('base64')}`,
    severity: 'information',
    rule,
    node: '',
    channel: '',
    enabled: true,
  });
  const saved = await saveDestination(database.pool, input, null, 'test', secretKey, async () => undefined);
  if (!saved.ok) throw new Error(saved.detail);
}

test('10,000 SKUs that run out within a minute: nothing lost or doubled, one message per group', async () => {
  await sql('INSERT INTO sku (sku, name) SELECT code, code FROM unnest($1::text[]) AS code', [skus]);
  await sql(`INSERT INTO stock_node (node, name, kind) VALUES ('pune', 'Pune', 'warehouse')`);
  await sql(
    `INSERT INTO position (bucket, sku, node, available, recorded_at)
     SELECT bucket, sku, 'pune', 9, now() FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)`,
    [skus.map(bucketOf), skus],
  );
  await sql(`INSERT INTO safety_stock_policy (node, units) VALUES ('pune', 5)`);
  await addDestination('');
  await addDestination('below_safety_stock');
  await addDestination('discrepancy');

  const { pool } = database;
  const deps = { pool, log, secretKey, origin: 'http://here', allowInside: true };
  const running = [
    startAlerts({ pool, log }),
    startAlerts({ pool, log }),
    startDelivery(deps),
    startDelivery(deps),
  ];
  const began = performance.now();
  for (let from = 0; from < sku_count; from += wave_skus) {
    const wave = skus.slice(from, from + wave_skus);
    await sql('UPDATE position SET available = 0 WHERE sku = ANY($1::text[])', [wave]);
    // Each mark twice: the same crossing is noticed more than once.
    await sql('INSERT INTO alert_mark (sku) SELECT unnest($1::text[])', [[...wave, ...wave]]);
    // Somebody works in the feed meanwhile.
    const [first] = await vi.waitFor(async () => {
      const { items } = await listAlerts(pool, { status: 'open', limit: 50 });
      expect(items.length).toBeGreaterThan(0);
      return items;
    }, 10_000);
    if (first !== undefined)
      expect(
        await handleAlerts(
          pool,
          [{ id: first.id, action: { action: 'acknowledge' } }],
          'user:ops',
          () => null,
        ),
      ).toMatchObject([{ ok: true }]);
  }
  await vi.waitFor(() => expect(received).toHaveLength(2), { timeout: within_ms, interval: 100 });
  expect(performance.now() - began).toBeLessThan(within_ms);
  await vi.waitFor(
    async () => expect(await sql('SELECT FROM alert_delivery WHERE due_at IS NOT NULL')).toEqual([]),
    { timeout: 5_000, interval: 50 },
  );
  await Promise.all(running.map((each) => each.stop()));

  const [told] = await sql(
    `SELECT count(*)::int AS alerts, count(DISTINCT sku)::int AS skus, count(DISTINCT identity)::int AS identities
     FROM alert WHERE rule = 'below_safety_stock'`,
  );
  expect(told).toEqual({ alerts: sku_count, skus: sku_count, identities: sku_count });
  const [lines] = await sql(`SELECT count(*)::int AS lines FROM alert_log WHERE kind = 'opened'`);
  expect(lines).toEqual({ lines: sku_count });
  expect(received).toEqual([
    expect.objectContaining({ rule: 'below_safety_stock', count: sku_count }),
    expect.objectContaining({ rule: 'below_safety_stock', count: sku_count }),
  ]);
  // In each message every alert once.
  expect(
    await sql(
      `SELECT (SELECT count(DISTINCT a) FROM unnest(alerts) AS a)::int AS different, cardinality(alerts) AS alerts, attempts
       FROM alert_delivery`,
    ),
  ).toEqual([
    { different: sku_count, alerts: sku_count, attempts: 1 },
    { different: sku_count, alerts: sku_count, attempts: 1 },
  ]);
  const counts = await countAlerts(pool);
  expect(counts.open + counts.acknowledged).toBe(sku_count);
  expect(counts.acknowledged).toBe(sku_count / wave_skus);
});
