import pg from 'pg';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startChannels } from '@/lib/channels/server/start-channels';
import { ChannelTest } from '@/lib/channels/server/test-channels';
import { bucketOf } from '@/lib/ledger/bucket';
import { createLedgerNotifications } from '@/lib/ledger/server/ledger-notifications';
import { countAlerts, readAlert } from './list-alerts';
import { evaluateMarked, startAlerts, sweepAlerts } from './start-alerts';

/** A mission of the alerts: from the event to the feed. */
const opens_within_ms = 2_000;
const patience = { timeout: 20_000, interval: 20 };
const log = pino({ level: 'silent' });

let t: ChannelTest;
let stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  t = await ChannelTest.open();
});
afterAll(() => t.close());
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()));
  stops = [];
});

async function runWorkers(): Promise<void> {
  const connect = async () => {
    const client = new pg.Client({ connectionString: t.database.url });
    await client.connect();
    return client;
  };
  const ledgerNotifications = createLedgerNotifications(connect);
  const channels = await startChannels(t.deps, { connect, ledgerNotifications });
  const alerts = [startAlerts({ pool: t.database.pool, log }), startAlerts({ pool: t.database.pool, log })];
  stops.push(async () => {
    await Promise.all(alerts.map((each) => each.stop()));
    await channels.stop();
    await ledgerNotifications.close();
  });
}

interface Row extends Record<string, unknown> {
  rule: string;
  state: string;
  value: string;
  limit: string;
  count: number;
  resolved_by: string | null;
  suppressed: unknown;
}

const alertsOf = (sku: string) =>
  t.query<Row>('SELECT * FROM alert WHERE sku = $1 ORDER BY rule, since', [sku]);
const logOf = (sku: string) =>
  t
    .query<{ kind: string }>(
      'SELECT l.kind FROM alert_log l JOIN alert a USING (alert) WHERE a.sku = $1 ORDER BY a.rule, a.since, l.version',
      [sku],
    )
    .then((rows) => rows.map(({ kind }) => kind));

async function within(ms: number, check: () => Promise<void>): Promise<void> {
  const begun = performance.now();
  await vi.waitFor(check, { ...patience, interval: 10 });
  expect(performance.now() - begun).toBeLessThan(ms);
}

/** Evaluates all that is marked. */
async function settle(): Promise<void> {
  while ((await evaluateMarked(t.database.pool)) > 0);
}

const mark = (...skus: string[]) => t.query('INSERT INTO alert_mark (sku) SELECT unnest($1::text[])', [skus]);

let orders = 0;
const order = (sku: string, channel: string, quantity: number) =>
  t.post({ type: 'order_placed', sku, channel, order: `o-${++orders}`, line: '1', quantity });

test('the three alerts of the mission open within two seconds, once, and resolve when the cause is gone', async () => {
  await runWorkers();
  await t.addSku('A');
  await t.addSku('B');
  await t.addSku('C');
  await t.addChannel('web', null, ['delhi']);
  await t.addListing('web', 'A');
  await t.query(`UPDATE listing SET threshold = 20 WHERE sku = 'A'`);
  await t.query(`INSERT INTO safety_stock_policy (sku, node, units) VALUES ('B', '', 10)`);
  await t.receive('A', 'delhi', 30);
  await t.receive('B', 'delhi', 12);
  await t.receive('C', 'delhi', 100);
  await vi.waitFor(async () => expect(Number((await t.sync('web', 'A')).target)).toBe(30), patience);
  await vi.waitFor(async () => expect(await t.query('SELECT FROM alert_mark')).toEqual([]), patience);
  expect(await t.query('SELECT FROM alert')).toEqual([]);

  const opensWith = (sku: string, rule: string, value: number, limit: number) =>
    within(opens_within_ms, async () =>
      expect(await alertsOf(sku)).toMatchObject([
        { rule, state: 'open', value: String(value), limit: String(limit) },
      ]),
    );
  await order('A', 'web', 11);
  await opensWith('A', 'listing_below_threshold', 19, 20);
  await t.post({
    type: 'adjustment',
    sku: 'B',
    node: 'delhi',
    quantity: 2,
    direction: 'decrease',
    state: 'available',
    reason: 'damaged',
  });
  await opensWith('B', 'below_safety_stock', 10, 10);
  await t.post({
    type: 'node_snapshot',
    sku: 'C',
    node: 'delhi',
    onHand: 93,
    takenAt: new Date().toISOString(),
  });
  await opensWith('C', 'discrepancy', 7, 1);

  // 24 is above the threshold and below where it clears; what else happens to C does not close its case.
  await t.receive('A', 'delhi', 5);
  await t.receive('C', 'delhi', 7);
  await vi.waitFor(
    async () => expect(await alertsOf('A')).toMatchObject([{ state: 'open', value: '24' }]),
    patience,
  );
  await t.receive('A', 'delhi', 1);
  await t.receive('B', 'delhi', 1);
  const resolved = (sku: string) =>
    within(opens_within_ms, async () =>
      expect(await alertsOf(sku)).toMatchObject([{ state: 'resolved', resolved_by: 'cleared' }]),
    );
  await resolved('A');
  await resolved('B');
  expect(await alertsOf('C')).toMatchObject([{ state: 'open' }]);
  await t.post({
    type: 'stock_counted',
    id: 'count-C',
    sku: 'C',
    node: 'delhi',
    counted: 100,
    countedAt: new Date().toISOString(),
  });
  await t.post({ type: 'count_approved', sku: 'C', node: 'delhi', of: { source: 'test', id: 'count-C' } });
  await resolved('C');
  for (const sku of ['A', 'B', 'C']) expect(await logOf(sku)).toEqual(['opened', 'resolved']);
});

test('a quantity that flaps around its threshold 100 times gives one alert', async () => {
  await t.addSku('F');
  await t.addChannel('flap', null, ['agra']);
  await t.addListing('flap', 'F');
  await t.query(`UPDATE listing SET threshold = 20 WHERE sku = 'F'`);
  const show = async (target: number) => {
    await t.query(
      `INSERT INTO listing_sync (bucket, sku, channel, target, target_at) VALUES ($1, 'F', 'flap', $2, now())
       ON CONFLICT (bucket, sku, channel, location) DO UPDATE SET target = $2, target_at = now()`,
      [bucketOf('F'), target],
    );
    await settle();
  };
  for (let time = 0; time < 100; time++) {
    await show(19);
    await show(20);
  }
  await show(25);
  expect(await alertsOf('F')).toMatchObject([{ state: 'resolved', count: 100 }]);
  expect(await logOf('F')).toEqual(['opened', 'resolved']);
});

test('a storm of SKUs loses and doubles nothing, whoever evaluates it and whoever dies at it', async () => {
  const skus = Array.from({ length: 3_000 }, (_, index) => `S-${String(index).padStart(4, '0')}`);
  await t.query('INSERT INTO sku (sku, name) SELECT code, code FROM unnest($1::text[]) AS code', [skus]);
  await t.addNode('pune');
  await t.query(
    `INSERT INTO position (bucket, sku, node, available, recorded_at)
     SELECT bucket, sku, 'pune', 3, now() FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)`,
    [skus.map(bucketOf), skus],
  );
  await t.query(`INSERT INTO safety_stock_policy (node, units) VALUES ('pune', 5)`);
  await mark(...skus, ...skus);
  // One that dies holds the lock until it is gone, and everything it had in hand is still to be done.
  const dying = await t.database.pool.connect();
  const [{ pid }] = (await dying.query('SELECT pg_backend_pid() AS pid')).rows;
  const dead = new Promise((resolve) => dying.once('error', resolve));
  await dying.query('BEGIN');
  await dying.query('SELECT pg_advisory_xact_lock($1)', [0x616c6572]);
  await dying.query('DELETE FROM alert_mark');
  expect(await evaluateMarked(t.database.pool)).toBe(0);
  await t.query('SELECT pg_terminate_backend($1)', [pid]);
  await dead;
  dying.release(true);

  const begun = performance.now();
  await runWorkers();
  await vi.waitFor(async () => {
    const [row] = await t.query<{ alerts: string; skus: string; marks: string }>(
      `SELECT count(*) AS alerts, count(DISTINCT sku) AS skus, (SELECT count(*) FROM alert_mark) AS marks
       FROM alert WHERE rule = 'below_safety_stock' AND sku LIKE 'S-%' AND state = 'open'`,
    );
    expect(row).toEqual({ alerts: '3000', skus: '3000', marks: '0' });
  }, patience);
  expect(performance.now() - begun).toBeLessThan(15_000);
  const [lines] = await t.query<{ lines: string }>(
    `SELECT count(*) AS lines FROM alert_log l JOIN alert a USING (alert) WHERE a.sku LIKE 'S-%'`,
  );
  expect(lines).toEqual({ lines: '3000' });
});

test('takes the same number of statements for one SKU as for many', async () => {
  const count = async (skus: string[]) => {
    await mark(...skus);
    let statements = 0;
    const client = await t.database.pool.connect();
    const query = client.query.bind(client);
    // biome-ignore lint/suspicious/noExplicitAny: a counter in front of one of many overloads.
    client.query = ((...args: any[]) => {
      statements += 1;
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      return (query as any)(...args);
    }) as typeof client.query;
    await evaluateMarked({ connect: async () => client } as unknown as pg.Pool);
    return statements;
  };
  const one = await count(['S-0001']);
  expect(await count(Array.from({ length: 500 }, (_, index) => `S-${String(index).padStart(4, '0')}`))).toBe(
    one,
  );
  expect(one).toBeLessThan(30);
});

test('a channel that is down suppresses its failing pushes, and a silent feed resolves nothing else', async () => {
  const pool = t.database.pool;
  await t.query('DELETE FROM alert_threshold');
  for (const rule of ['feed_silent', 'push_late'])
    await t.query(`INSERT INTO alert_threshold (rule, "limit", created_by) VALUES ($1, 60, 'test')`, [rule]);
  await t.addSku('D');
  await t.addChannel('app', null, ['agra']);
  await t.query(
    `UPDATE channel SET connector = 'open', config = '{"pollSeconds": 15}' WHERE channel = 'app'`,
  );
  await t.addListing('app', 'D');
  await t.query(`UPDATE listing SET threshold = 20 WHERE sku = 'D'`);
  await t.query(
    `INSERT INTO channel_sync (channel, connected_at, polled_at) VALUES ('app', now(), now())
     ON CONFLICT (channel) DO UPDATE SET connected_at = now(), polled_at = now()`,
  );
  await t.query(
    `INSERT INTO listing_sync (bucket, sku, channel, target, target_at, acknowledged, due_at, attempts, last_error)
     VALUES ($1, 'D', 'app', 10, now(), 4, now(), 4, 'HTTP 500')`,
    [bucketOf('D')],
  );
  const look = async () => {
    await sweepAlerts(pool, { alerted: '', all: '' });
    await settle();
  };
  const of = async (rule: string) =>
    (await t.query<Row>(`SELECT * FROM alert WHERE rule = $1 AND (channel = 'app')`, [rule]))[0];
  await look();
  expect(await of('push_failing')).toMatchObject({ state: 'open', suppressed: null });
  expect(await of('listing_below_threshold')).toMatchObject({ state: 'open', value: '4' });

  await t.query(`UPDATE channel_sync SET push_failures = 3, push_error = 'HTTP 500' WHERE channel = 'app'`);
  await look();
  const down = await of('channel_down');
  expect(down).toMatchObject({ state: 'open', facts: { error: 'HTTP 500', waiting: 1 } });
  expect(await of('push_failing')).toMatchObject({
    state: 'open',
    suppressed: { by: 'alert', alert: down?.alert },
  });
  // It shows what it suppresses, and of these nobody is told.
  expect(await readAlert(pool, String(down?.alert))).toMatchObject({
    suppresses: [{ rule: 'push_failing', sku: 'D', status: 'open' }],
  });
  expect((await countAlerts(pool)).rules.map(({ rule }) => rule)).not.toContain('push_failing');

  // The feed falls silent: an alert of its own, and good news about the listing is not believed meanwhile.
  await t.query(`UPDATE channel_sync SET polled_at = now() - interval '2 minutes' WHERE channel = 'app'`);
  await look();
  expect(await of('feed_silent')).toMatchObject({ state: 'open', limit: '60' });
  await t.query(`UPDATE listing_sync SET acknowledged = 300 WHERE channel = 'app'`);
  await look();
  expect(await of('listing_below_threshold')).toMatchObject({ state: 'open', value: '4' });

  await t.query(
    `UPDATE channel_sync SET polled_at = now(), push_failures = 0, push_error = NULL WHERE channel = 'app'`,
  );
  await t.query(`UPDATE listing_sync SET due_at = NULL, attempts = 0 WHERE channel = 'app'`);
  await look();
  for (const rule of ['channel_down', 'feed_silent', 'push_failing', 'listing_below_threshold'])
    expect(await of(rule)).toMatchObject({ state: 'resolved', resolved_by: 'cleared' });
});
