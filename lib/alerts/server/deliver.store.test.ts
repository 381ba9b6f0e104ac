import http from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { bucketOf } from '@/lib/ledger/bucket';
import { destinationSchema } from '../delivery';
import { type DeliveryDeps, deliverDue, sendTest } from './deliver';
import { gatherNotices } from './gather-notices';
import { listDeliveries } from './list-deliveries';
import { pruneAlerts } from './prune-alerts';
import { listDestinations, saveDestination } from './save-destination';
import { evaluateMarked } from './start-alerts';

const secret = `whsec_${Buffer.from('a secret of the tests, for webhooks').toString('base64')}`;
const secretKey = 'a key for tests';
let database: TestDatabase;
let deps: DeliveryDeps;
let status = 200;
let received: { id: string; body: string; headers: Record<string, string> }[] = [];
const receiver = http.createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  received.push({
    id: String(request.headers['webhook-id']),
    body,
    headers: request.headers as Record<string, string>,
  });
  response.writeHead(status).end('ok');
});
let address = '';

beforeAll(async () => {
  database = await createTestDatabase();
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  deps = {
    pool: database.pool,
    log: pino({ level: 'silent' }),
    secretKey,
    origin: 'http://here',
    allowInside: true,
    timeout_ms: 2_000,
  };
  const skus = ['A', 'B', 'C'];
  await database.pool.query('INSERT INTO sku (sku, name) SELECT c, c FROM unnest($1::text[]) AS c', [skus]);
});
afterAll(async () => {
  receiver.close();
  await database.drop();
});
beforeEach(() => {
  received = [];
  status = 200;
});

const setUp = async (fields: Record<string, unknown>) => {
  const input = destinationSchema.parse({
    name: 'Receiver',
    kind: 'webhook',
    ...(fields.kind === undefined ? { url: address } : {}),
    secret,
    severity: 'warning',
    rule: '',
    node: '',
    channel: '',
    enabled: true,
    ...fields,
  });
  const saved = await saveDestination(database.pool, input, null, 'test', secretKey, async () => undefined);
  if (!saved.ok) throw new Error(saved.detail);
  return saved.destination;
};
const sql = (text: string, values: unknown[] = []) => database.pool.query(text, values);
/** As if the time had come at which messages are sent. */
const ripen = () =>
  sql("UPDATE alert_delivery SET due_at = now() - interval '1 second' WHERE due_at IS NOT NULL");
/** Oversold SKUs: each gives one critical alert. */
async function oversell(...skus: string[]): Promise<void> {
  for (const sku of skus)
    await sql(
      `INSERT INTO order_line (bucket, sku, channel, order_id, line, sequence, placed_at, backordered)
       VALUES ($2, $1, 'web', 'o', '1', 1, now(), 2)`,
      [sku, bucketOf(sku)],
    );
  await sql('INSERT INTO alert_mark (sku) SELECT unnest($1::text[])', [skus]);
  await evaluateMarked(database.pool);
}

test('alerts are gathered, signed, tried again under the same id, and told once', async () => {
  const destination = await setUp({});
  const quiet = await setUp({ name: 'Quiet', rule: 'discrepancy' });
  await oversell('A', 'B');
  expect(await gatherNotices(database.pool)).toBe(2);
  await oversell('C');
  expect(await gatherNotices(database.pool)).toBe(1);
  expect(await gatherNotices(database.pool)).toBe(0);
  expect(await deliverDue(deps)).toBe(0);

  status = 500;
  await ripen();
  expect(await deliverDue(deps)).toBe(1);
  expect(await listDestinations(database.pool)).toMatchObject([
    { destination: quiet, waiting: 0, lastError: null },
    { destination, waiting: 1, lastError: 'It answered 500.', deliveredAt: null },
  ]);
  // A process that dies after it has taken the message: its lease runs out, and the message is sent again.
  status = 200;
  await ripen();
  await Promise.all([deliverDue(deps), deliverDue(deps), deliverDue(deps)]);
  await ripen();
  expect(await deliverDue(deps)).toBe(0);
  expect(received).toHaveLength(2);
  expect(new Set(received.map(({ id }) => id)).size).toBe(1);
  for (const { body, headers } of received) new Webhook(secret).verify(body, headers);
  const event = JSON.parse(received[0]?.body ?? '');
  expect(event).toMatchObject({
    specversion: '1.0',
    type: 'truecount.alerts.opened',
    data: { rule: 'oversell', severity: 'critical', count: 3 },
  });
  expect(event.data.alerts.map(({ sku }: { sku: string }) => sku).sort()).toEqual(['A', 'B', 'C']);
});

test('a test message says what is wrong, and secrets are never given out', async () => {
  const slack = await setUp({ name: 'Slack', kind: 'slack', secret: address });
  expect(await sendTest(deps, slack)).toBeNull();
  expect(JSON.parse(received[0]?.body ?? '').text).toContain('This is a test');
  const mail = await setUp({
    name: 'Mail',
    kind: 'email',
    from: 'stock@example.com',
    to: ['ops@example.com'],
    secret: 'smtp://user:topsecret@127.0.0.1:1',
  });
  expect(await sendTest(deps, mail)).toMatch(/mail server did not take it \(E/);
  expect(await sendTest(deps, 'nothing')).toBeUndefined();
  expect(await sendTest({ ...deps, allowInside: false }, slack)).toContain('Plain http');
  const shown = JSON.stringify(await listDestinations(database.pool));
  for (const hidden of [secret, 'topsecret', address.replace('http', 'slack')])
    expect(shown).not.toContain(hidden);
  const { rows } = await sql('SELECT * FROM alert_destination');
  expect(JSON.stringify(rows)).not.toContain('topsecret');
});

test('a secret is needed once, and a change is made on what was seen', async () => {
  const input = destinationSchema.parse({
    name: 'Later',
    kind: 'webhook',
    url: address,
    severity: 'critical',
    rule: '',
    node: '',
    channel: '',
    enabled: true,
  });
  const save = (seen: { destination: string; version: number } | null) =>
    saveDestination(database.pool, input, seen, 'test', secretKey, async () => undefined);
  expect(await save(null)).toMatchObject({ ok: false, code: 'secret_required', field: 'secret' });
  const destination = await setUp({ name: 'Now' });
  expect(await save({ destination, version: 1 })).toMatchObject({ ok: true });
  expect(await save({ destination, version: 1 })).toMatchObject({ ok: false, code: 'conflict' });
  expect(await sendTest(deps, destination)).toBeNull();
});

test('outside of working hours messages wait and are gathered; what is critical may not', async () => {
  await sql('UPDATE alert_destination SET enabled = FALSE');
  // Hours that are over: an hour that ended an hour ago, today in UTC, or yesterday where the day is young.
  const past = new Date(Date.now() - 2 * 3_600_000);
  const hours = {
    timeZone: 'UTC',
    days: [past.getUTCDay() === 0 ? 7 : past.getUTCDay()],
    from: '00:00',
    until: '00:01',
    criticalAlways: false,
  };
  const patient = await setUp({ name: 'Patient', hours });
  const urgent = await setUp({ name: 'Urgent', hours: { ...hours, criticalAlways: true } });
  await sql(`INSERT INTO sku (sku, name) VALUES ('H1', 'H1'), ('H2', 'H2')`);
  await oversell('H1');
  await gatherNotices(database.pool);
  await oversell('H2');
  await gatherNotices(database.pool);
  const { rows } = await sql(
    `SELECT destination, cardinality(alerts) AS alerts, due_at > now() + interval '1 hour' AS waits
     FROM alert_delivery WHERE destination = ANY($1)`,
    [[patient, urgent]],
  );
  expect(rows).toHaveLength(2);
  expect(rows).toEqual(
    expect.arrayContaining([
      { destination: patient, alerts: 2, waits: true },
      { destination: urgent, alerts: 2, waits: false },
    ]),
  );
  const log = await listDeliveries(database.pool, { destination: patient });
  expect(log.items).toMatchObject([{ name: 'Patient', state: 'waiting', alerts: 2, rule: 'oversell' }]);
});

test('what is old is pruned, what is not stays, and the log lets nothing else go', async () => {
  const count = async (table: string) => Number((await sql(`SELECT count(*) FROM ${table}`)).rows[0].count);
  const before = { alerts: await count('alert'), log: await count('alert_log') };
  await sql(`UPDATE alert SET state = 'resolved', firing = FALSE, resolved_at = now(),
    changed_at = now() - interval '401 days' WHERE sku = 'A'`);
  await expect(sql('DELETE FROM alert_log')).rejects.toThrow('only appends');
  // The log's own instants decide, not only the alert's.
  await expect(pruneAlerts(database.pool)).rejects.toThrow('only appends');
  await sql('ALTER TABLE alert_log DISABLE TRIGGER alert_log_append_only');
  await sql(
    `UPDATE alert_log SET at = now() - interval '401 days' WHERE alert IN (SELECT alert FROM alert WHERE sku = 'A')`,
  );
  await sql('ALTER TABLE alert_log ENABLE TRIGGER alert_log_append_only');
  await pruneAlerts(database.pool);
  expect(await count('alert')).toBe(before.alerts - 1);
  expect(await count('alert_log')).toBeLessThan(before.log);
});
