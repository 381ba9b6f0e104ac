import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluateMarked } from '@/lib/alerts/server/start-alerts';
import { createTestApi, receipt, smallCatalog, type TestApi } from './test-api';

let api: TestApi;
const items = async (query: string, key?: string) =>
  (await api.call('GET', `/alerts?${query}`, key === undefined ? {} : { key })).body.items as Record<
    string,
    unknown
  >[];
const act = (id: unknown, what: string, key: string, body?: unknown) =>
  api.call('POST', `/alerts/${id}/${what}`, { key, body });

beforeAll(async () => {
  api = await createTestApi();
  await api.call('PUT', '/catalog', {
    body: {
      ...smallCatalog,
      safetyStock: [
        { sku: 'A', units: 5 },
        { sku: 'B', units: 2 },
      ],
    },
  });
  await api.call('POST', '/events', {
    body: {
      events: [
        receipt({ quantity: 4 }),
        receipt({ sku: 'B', quantity: 1 }),
        receipt({ sku: 'B', node: 'W2', quantity: 100 }),
        {
          ...receipt({ sku: 'B', node: 'W2' }),
          quantity: undefined,
          type: 'node_snapshot',
          onHand: 90,
          takenAt: '2026-01-05T11:00:00Z',
        },
      ],
    },
  });
  await api.database.pool.query(`INSERT INTO alert_mark (sku) VALUES ('A'), ('B')`);
  await evaluateMarked(api.database.pool);
});
afterAll(() => api.close());

test('alerts are listed the worst first, page by page, and filtered', async () => {
  const all = await items('status=open');
  expect(all.map(({ rule, sku, node }) => [rule, sku, node])).toEqual(
    expect.arrayContaining([
      ['below_safety_stock', 'A', null],
      ['discrepancy', 'B', 'W2'],
    ]),
  );
  expect(all).toHaveLength(2);
  const first = await api.call('GET', '/alerts?status=open&limit=1');
  const second = await api.call('GET', `/alerts?status=open&limit=1&cursor=${first.body.next}`);
  expect([first.body.items, second.body.items].flat()).toEqual(all);
  expect(second.body.next).toBeUndefined();
  expect(await items('sku=A')).toMatchObject([
    { value: 4, threshold: 5, unitsAtRisk: 1, moneyAtRiskMinor: 29_950, status: 'open', count: 1 },
  ]);
  expect((await api.call('GET', '/alerts?status=wrong')).status).toBe(400);
  expect((await api.call('GET', '/alerts?cursor=wrong')).status).toBe(400);
});

test('of two who acknowledge at once one owns it, and the other is told who', async () => {
  const [alert] = await items('sku=A');
  const answers = await Promise.all(
    [api.keys.operator, api.keys.manager].map((key) => act(alert?.id, 'acknowledge', key)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const won = answers.find(({ status }) => status === 200)?.body;
  const lost = answers.find(({ status }) => status === 409)?.body;
  expect(won).toMatchObject({ status: 'acknowledged' });
  expect(lost).toMatchObject({ code: 'already_acknowledged', owner: won?.owner, ownerName: won?.ownerName });
  expect(await items('status=acknowledged')).toMatchObject([{ owner: won?.owner }]);
  const { rows } = await api.database.pool.query(
    'SELECT kind, actor FROM alert_log WHERE alert = $1 ORDER BY version',
    [alert?.id],
  );
  expect(rows).toEqual([
    { kind: 'opened', actor: 'truecount' },
    { kind: 'acknowledged', actor: won?.owner },
  ]);
});

test('each role may what it may, and nothing is changed by what is refused', async () => {
  const [alert] = await items('sku=A');
  const [discrepancy] = await items('sku=B');
  const { viewer, operator, manager, integration } = api.keys;
  for (const [key, what, body, status] of [
    [viewer, 'acknowledge', {}, 403],
    [integration, 'acknowledge', {}, 403],
    [operator, 'resolve', { reason: 'seen' }, 403],
    [manager, 'resolve', {}, 400],
    [operator, 'snooze', undefined, 415],
    [operator, 'snooze', {}, 422],
    [operator, 'snooze', { until: '2020-01-01T00:00:00Z' }, 422],
    [operator, 'assign', { owner: 'user:nobody' }, 422],
  ] as const)
    expect([what, body, (await act(alert?.id, what, key, body)).status]).toEqual([what, body, status]);
  expect((await act('nothing', 'acknowledge', operator)).status).toBe(404);
  expect((await act(discrepancy?.id, 'resolve', manager, { reason: 'seen' })).body).toMatchObject({
    code: 'resolves_itself',
  });
  const elsewhere = await api.newKey({ role: 'operator', nodes: ['W1'] });
  expect((await act(discrepancy?.id, 'acknowledge', elsewhere)).body).toMatchObject({
    code: 'outside_limits',
  });
  expect((await items('sku=B'))[0]).toEqual(discrepancy);

  expect((await act(discrepancy?.id, 'snooze', operator, { untilWorse: true })).body).toMatchObject({
    status: 'snoozed',
    snoozedUntilWorseThan: 10,
  });
  expect((await act(alert?.id, 'resolve', manager, { reason: 'on its way' })).body).toMatchObject({
    status: 'resolved',
    resolvedBy: 'hand',
  });
  expect((await items('', integration)) ?? 'forbidden').toBe('forbidden');
});

test('silences are set, listed and ended by who may resolve', async () => {
  const silence = (key: string, body: Record<string, unknown>) =>
    api.call('POST', '/silences', { key, body: { reason: 'A move', ...body } });
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const { viewer, operator, manager } = api.keys;
  expect((await silence(operator, { sku: 'A', until })).status).toBe(403);
  expect((await silence(manager, { until })).status).toBe(400);
  const added = await silence(manager, { sku: 'A', until });
  expect(added).toMatchObject({ status: 201, body: { sku: 'A', reason: 'A move', until } });
  const list = async () => (await api.call('GET', '/silences', { key: viewer })).body.items;
  expect(await list()).toMatchObject([{ id: added.body.id }]);
  const end = (key: string, id: string) => api.call('DELETE', `/silences/${id}`, { key });
  expect((await end(operator, added.body.id as string)).status).toBe(403);
  expect((await end(manager, added.body.id as string)).status).toBe(200);
  expect((await end(manager, added.body.id as string)).status).toBe(200);
  expect((await end(manager, 'nothing')).status).toBe(404);
  expect(await list()).toEqual([]);
});
