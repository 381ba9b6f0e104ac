import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChannelTest } from '@/lib/channels/server/test-channels';
import { bucketOf } from '@/lib/ledger/bucket';
import { silenceSchema } from '../silence';
import { thresholdInputSchema } from '../threshold-input';
import { evaluateFlow } from './evaluate-flow';
import { previewThreshold } from './preview-threshold';
import { addSilence, endSilence, listSilences } from './save-silence';
import { listThresholds, saveThreshold } from './save-threshold';
import { evaluateMarked, sweepAlerts } from './start-alerts';

let t: ChannelTest;
beforeAll(async () => {
  t = await ChannelTest.open();
  await t.addNode('pune');
});
afterAll(() => t.close());

const settle = async () => {
  while ((await evaluateMarked(t.database.pool)) > 0);
};
const sweep = async (walk = { alerted: '', all: '' }) => {
  await sweepAlerts(t.database.pool, walk);
  await settle();
};
const alert = async (rule: string) =>
  (await t.query('SELECT * FROM alert WHERE rule = $1 ORDER BY since DESC', [rule]))[0];
const notices = async () =>
  Number((await t.query<{ count: string }>('SELECT count(*) FROM alert_notice'))[0]?.count);
const hour = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

async function oversell(sku: string): Promise<void> {
  await t.addSku(sku);
  await t.query(
    `INSERT INTO order_line (bucket, sku, channel, order_id, line, sequence, placed_at, backordered)
     VALUES ($2, $1, 'web', 'o', '1', 1, now(), 2)`,
    [sku, bucketOf(sku)],
  );
  await t.query('INSERT INTO alert_mark (sku) VALUES ($1)', [sku]);
  await settle();
}

test('a silence keeps quiet what matches, tells of it when it ends, and never hides it from the log', async () => {
  const silence = silenceSchema.parse({ rule: 'oversell', sku: 'Q', reason: 'Known', until: hour(2) });
  const record = async () => undefined;
  const added = await addSilence(t.database.pool, silence, 'test', record);
  await oversell('Q');
  await oversell('LOUD');
  expect(await notices()).toBe(1);
  expect(await listSilences(t.database.pool)).toMatchObject([
    { id: added.id, suppresses: 1, reason: 'Known' },
  ]);
  expect(await t.query(`SELECT suppressed, state FROM alert WHERE sku = 'Q'`)).toEqual([
    { suppressed: { by: 'silence', silence: added.id }, state: 'open' },
  ]);
  expect(await endSilence(t.database.pool, added.id, record)).toMatchObject({ id: added.id });
  await settle();
  expect(await notices()).toBe(2);
  expect(await endSilence(t.database.pool, 'nothing', record)).toBeNull();

  // One that runs out by itself.
  const short = await addSilence(t.database.pool, silence, 'test', record);
  await settle();
  await t.query(`UPDATE alert_silence SET until = now() WHERE silence = $1`, [short.id]);
  await sweep();
  expect(await t.query(`SELECT suppressed FROM alert WHERE sku = 'Q'`)).toEqual([{ suppressed: null }]);
  const log = await t.query(
    `SELECT l.kind FROM alert_log l JOIN alert a USING (alert) WHERE a.sku = 'Q' ORDER BY l.version`,
  );
  expect(log.map(({ kind }) => kind)).toEqual(['opened', 'unsuppressed', 'suppressed', 'unsuppressed']);
});

test.each([
  [{}, 'rule'],
  [{ sku: 'Q', until: hour(-1) }, 'until'],
  [{ sku: 'Q', until: hour(24 * 91) }, 'until'],
  [{ sku: 'Q', reason: ' ' }, 'reason'],
])('%o is refused at %s', (fields, field) => {
  const parsed = silenceSchema.safeParse({ reason: 'Known', until: hour(2), ...fields });
  expect(parsed.error?.issues.map(({ path }) => path[0])).toContain(field);
});

test('what moves slowly opens and clears: a late transfer, returns that wait, a drifting forecast, a budget', async () => {
  await t.addSku('FLOW');
  await t.addNode('goa');
  await t.addChannel('shop', null, ['pune']);
  await t.receive('FLOW', 'pune', 20);
  await t.post(
    {
      type: 'transfer_dispatched',
      sku: 'FLOW',
      transfer: 'T1',
      line: '1',
      from: 'pune',
      to: 'goa',
      quantity: 3,
    },
    { type: 'return_received', sku: 'FLOW', node: 'pune', quantity: 2 },
  );
  await t.query(
    `INSERT INTO transfer_document (transfer, from_node, to_node, expected_at, created_by)
     VALUES ('T1', 'pune', 'goa', now() - interval '3 hours', 'test')`,
  );
  await t.query(
    `INSERT INTO alert_threshold (rule, node, "limit", created_by) VALUES ('return_waiting', 'pune', 0, 'test')`,
  );
  await t.query(
    `INSERT INTO demand_channel (channel, through, weekday, outcomes, forecast, actual, absolute_error, covered)
     VALUES ('shop', now(), '{1,1,1,1,1,1,1}', 200, 150, 100, 80, 199)`,
  );
  await t.query(
    `INSERT INTO cancellation_limit (channel, name, window_days, percent, source, created_by)
     VALUES ('shop', 'Rate', 7, 10, 'The contract', 'test')`,
  );
  for (const order of ['a', 'b'])
    await t.query(
      `INSERT INTO order_line (bucket, sku, channel, order_id, line, sequence, placed_at, ordered_counted, cancelled_counted)
       VALUES ($1, 'FLOW', 'shop', $2, '1', 99, now(), 1, $3)`,
      [bucketOf('FLOW'), order, order === 'a' ? 1 : 0],
    );
  await t.query(
    `INSERT INTO oversell_incident (bucket, sku, sequence, channel, order_id, line, units, cause, occurred_at, recorded_at)
     VALUES ($1, 'FLOW', 99, 'shop', 'a', '1', 1, 'late_report', now(), now())`,
    [bucketOf('FLOW')],
  );
  // The oldest return has waited for more than a second when it is looked at.
  await t.query('ALTER TABLE posting DISABLE TRIGGER posting_append_only');
  await t.query(
    `UPDATE posting SET recorded_at = recorded_at - interval '10 seconds' WHERE quality_control_delta > 0`,
  );
  await t.query('ALTER TABLE posting ENABLE TRIGGER posting_append_only');
  await sweep();
  expect(await alert('transfer_late')).toMatchObject({
    state: 'open',
    node: 'goa',
    location: 'T1',
    limit: '3600',
  });
  expect(await alert('return_waiting')).toMatchObject({ state: 'open', node: 'pune', units_at_risk: '2' });
  expect(await alert('forecast_drift')).toMatchObject({ state: 'open', channel: 'shop', value: '50' });
  expect(await alert('budget_burning')).toMatchObject({ state: 'open', severity: 0, location: 'Rate' });
  expect(await t.query('SELECT channel, left_share FROM channel_budget')).toEqual([
    { channel: 'shop', left_share: 0 },
  ]);

  await t.post(
    { type: 'transfer_received', sku: 'FLOW', transfer: 'T1', line: '1', quantity: 3 },
    { type: 'return_inspected', sku: 'FLOW', node: 'pune', quantity: 2, disposition: 'available' },
  );
  await t.query(`UPDATE demand_channel SET forecast = 105`);
  await t.query(`UPDATE cancellation_limit SET effective_to = now() - interval '1 second'`);
  const client = await t.database.pool.connect();
  await evaluateFlow(client);
  client.release();
  for (const rule of ['transfer_late', 'return_waiting', 'forecast_drift', 'budget_burning'])
    expect(await alert(rule)).toMatchObject({ state: 'resolved', resolved_by: 'cleared' });
});

test('a threshold can come later, and its preview tells what the last 30 days would have brought', async () => {
  const input = (fields: Record<string, unknown>) =>
    thresholdInputSchema.parse({
      rule: 'oversell',
      channel: 'web',
      limit: 5,
      percent: null,
      days: null,
      forSeconds: 0,
      off: false,
      seen: null,
      ...fields,
    });
  const save = (fields: Record<string, unknown>) =>
    saveThreshold(t.database.pool, input(fields), false, 'test', async () => undefined);
  await t.addChannel('web', null, ['pune']);
  await t.query(
    `INSERT INTO oversell_incident (bucket, sku, sequence, channel, order_id, line, units, cause, occurred_at, recorded_at)
     SELECT $1, 'Q', n, 'web', 'p' || n, '1', n, 'late_report', now(), now() - n * interval '5 days'
     FROM generate_series(1, 7) AS n`,
    [bucketOf('Q')],
  );
  // Of 1 to 7 units, 5 to 35 days ago: 3, 4, 5 lie within 30 days and above 2.
  expect((await previewThreshold(t.database.pool, input({ limit: 2 }))).past).toEqual({
    days: 30,
    alerts: 3,
    places: 1,
    atLeast: false,
  });
  const now = await save({ limit: 1 });
  if (!now.ok || now.threshold === null) throw new Error('not set');
  const later = await save({ limit: 9, from: hour(5), seen: now.threshold.threshold });
  expect(later).toMatchObject({ ok: true, threshold: { coming: true, limit: 9 } });
  expect((await listThresholds(t.database.pool)).filter(({ rule }) => rule === 'oversell')).toMatchObject([
    { limit: 1, coming: false },
    { limit: 9, coming: true },
  ]);
  const sku = async () => (await t.query(`SELECT state FROM alert WHERE sku = 'Q' AND rule = 'oversell'`))[0];
  await t.query(`INSERT INTO alert_mark (sku) VALUES ('Q')`);
  await settle();
  expect(await sku()).toEqual({ state: 'open' });
  // As if the five hours had passed: what comes into force by itself is followed.
  await t.query(`UPDATE alert_threshold SET effective_from = now() WHERE "limit" = 9;`);
  await t.query(`UPDATE alert_threshold SET effective_to = now() WHERE "limit" = 1 AND rule = 'oversell'`);
  await sweepAlerts(t.database.pool, {
    alerted: 'zzz',
    all: 'zzz',
    flowAt: Date.now(),
    thresholdsAt: new Date(Date.now() - 60_000),
  });
  await settle();
  expect(await sku()).toEqual({ state: 'resolved' });
});
