import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/lib/access/principal';
import { changeSetting } from '@/lib/access/server/settings';
import { catalogSchema } from '@/lib/catalog/schema';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { classifySkus } from '@/lib/discrepancies/server/classify-skus';
import { listDiscrepancies } from '@/lib/discrepancies/server/list-discrepancies';
import { readCase } from '@/lib/discrepancies/server/read-case';
import { inventoryEventSchema } from '@/lib/ledger/events';
import { prove } from '@/lib/ledger/server/prove';
import { readPositionVersion } from '@/lib/ledger/server/read-position-version';
import { eventually } from '@/lib/ledger/server/test-ledger';
import { putCatalogAs } from './catalog';
import { acceptReportAs, approveCountAs, countStockAs, recordTransferAs } from './discrepancies';
import { startFollowingDiscrepancies } from './follow-discrepancies';
import { closeLedger, getLedger } from './ledger';

let database: TestDatabase;
let following: { stop(): Promise<void> };

const person = (role: Principal['role'], id = 'asha', nodes?: string[]): Principal => ({
  kind: 'user',
  id,
  name: id,
  role,
  ...(nodes === undefined ? {} : { nodes }),
});
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const once = () => ({ key: randomUUID(), at: new Date().toISOString() });

async function post(...events: Record<string, unknown>[]) {
  return getLedger().post(
    events.map((event) =>
      inventoryEventSchema.parse({ source: 'wms', id: randomUUID(), occurredAt: minutesAgo(60), ...event }),
    ),
    'key:wms',
  );
}
const report = (sku: string, node: string, onHand: number, minutes: number) =>
  post({
    type: 'node_snapshot',
    sku,
    node,
    onHand,
    takenAt: minutesAgo(minutes),
    occurredAt: minutesAgo(minutes),
  });
const openCases = async (sku: string) =>
  (await listDiscrepancies(database.pool, { sku, status: 'open' })).items.sort((a, b) =>
    a.node.localeCompare(b.node),
  );
const availableAt = async (sku: string, node: string) =>
  (await readPositionVersion(database.pool, sku, node))?.balances.available;

beforeAll(async () => {
  database = await createTestDatabase();
  const catalog = catalogSchema.parse({
    skus: ['STORY', 'PAIR', 'COUNT', 'OLD', 'LATE'].map((sku) => ({ sku, name: sku, price: 100 })),
    nodes: [
      { node: 'WH', name: 'Bhiwandi', kind: 'warehouse' },
      { node: 'D1', name: 'Andheri', kind: 'dark_store' },
      { node: 'D2', name: 'Bandra', kind: 'dark_store' },
      { node: 'D3', name: 'Powai', kind: 'dark_store' },
    ],
    channels: [{ channel: 'web', name: 'Web', kind: 'webshop', connector: 'none', sources: ['WH', 'D1'] }],
  });
  await putCatalogAs(database.pool, catalog, person('admin'));
  following = startFollowingDiscrepancies(database.pool, () => undefined);
});
afterAll(async () => {
  await following.stop();
  await closeLedger();
  await database.drop();
});

test('124 of 847 units carried to dark stores and not recorded: the cases name it, recording it closes them, and the books are proven', async () => {
  const sku = 'STORY';
  await post({ type: 'receipt', sku, quantity: 847, node: 'WH' });
  const began = performance.now();
  for (const [node, units] of [
    ['D1', 44],
    ['D2', 50],
    ['D3', 30],
  ] as const)
    await report(sku, node, units, 10);
  const cases = await openCases(sku);
  expect(performance.now() - began).toBeLessThan(2000);
  expect(cases).toMatchObject([
    { node: 'D1', expected: 0, actual: 44, class: 'C', beyondTolerance: true },
    { node: 'D2', actual: 50 },
    { node: 'D3', actual: 30 },
  ]);
  for (const each of cases)
    expect(each.causes[0]).toMatchObject({
      cause: 'unrecorded_transfer',
      from: 'WH',
      to: each.node,
      units: each.actual,
    });

  // The warehouse reports too, and earlier: what it misses is what the others have too many.
  await report(sku, 'WH', 723, 20);
  const whole = await openCases(sku);
  expect(whole[3]?.causes.map(({ cause, units }) => [cause, units])).toEqual([
    ['unrecorded_transfer', 44],
    ['unrecorded_transfer', 50],
    ['unrecorded_transfer', 30],
  ]);

  const first = cases[0];
  if (first === undefined) throw new Error('no case');
  const input = { ...once(), sku, node: 'D1', sequence: first.sequence, from: 'WH', to: 'D1', units: 44 };
  expect(await recordTransferAs(database.pool, person('viewer'), input)).toMatchObject({ code: 'forbidden' });
  expect(await recordTransferAs(database.pool, person('operator', 'ravi', ['D1']), input)).toMatchObject({
    code: 'outside_limits',
  });
  expect(await recordTransferAs(database.pool, person('operator'), { ...input, units: 900 })).toMatchObject({
    code: 'insufficient_stock',
    shortBy: 53,
  });
  expect(await recordTransferAs(database.pool, person('operator'), input)).toMatchObject({
    ok: true,
    duplicate: false,
  });
  expect(await recordTransferAs(database.pool, person('operator'), input)).toMatchObject({ duplicate: true });
  for (const each of cases.slice(1))
    expect(
      await recordTransferAs(database.pool, person('operator'), {
        ...once(),
        sku,
        node: each.node,
        sequence: each.sequence,
        from: 'WH',
        to: each.node,
        units: each.actual,
      }),
    ).toMatchObject({ ok: true });
  await eventually(async () => expect(await openCases(sku)).toEqual([]));
  const { items } = await listDiscrepancies(database.pool, { sku, status: 'resolved' });
  expect(items.map(({ resolution }) => resolution)).toEqual(Array(4).fill('explained'));
  expect(await Promise.all(['WH', 'D1', 'D2', 'D3'].map((node) => availableAt(sku, node)))).toEqual([
    723, 44, 50, 30,
  ]);
  expect(await recordTransferAs(database.pool, person('operator'), { ...input, ...once() })).toMatchObject({
    code: 'case_closed',
  });
});

test('an older report is refused, a newer one takes the place of the case, an agreeing one closes it', async () => {
  const sku = 'OLD';
  await post({ type: 'receipt', sku, quantity: 10, node: 'WH' });
  await report(sku, 'WH', 7, 10);
  const [older] = await report(sku, 'WH', 9, 11);
  expect(older).toMatchObject({ status: 'refused', code: 'older_snapshot' });
  expect(older?.detail).toContain('is older');
  await report(sku, 'WH', 6, 5);
  expect(await openCases(sku)).toMatchObject([{ actual: 6 }]);
  await report(sku, 'WH', 10, 4);
  expect(await openCases(sku)).toEqual([]);
  expect((await listDiscrepancies(database.pool, { sku })).items.map(({ resolution }) => resolution)).toEqual(
    ['superseded', 'superseded'],
  );
  expect(() =>
    inventoryEventSchema.parse({
      source: 'wms',
      id: 'future',
      type: 'node_snapshot',
      occurredAt: minutesAgo(0),
      sku,
      node: 'WH',
      onHand: 1,
      takenAt: minutesAgo(-30),
    }),
  ).toThrow('must not lie more than 15 minutes in the future');
});

test('what is learned later moves what the books held as of the report', async () => {
  const sku = 'LATE';
  await post({ type: 'receipt', sku, quantity: 10, node: 'WH' });
  await report(sku, 'WH', 6, 10);
  await post({
    type: 'adjustment',
    sku,
    node: 'WH',
    quantity: 1,
    direction: 'decrease',
    reason: 'damaged',
    occurredAt: minutesAgo(30),
  });
  await eventually(async () =>
    expect(await openCases(sku)).toMatchObject([{ expected: 10, expectedNow: 9, difference: -3 }]),
  );
});

test('a recount waits for another person, and closes the case when it is approved', async () => {
  const sku = 'COUNT';
  await post({ type: 'receipt', sku, quantity: 20, node: 'WH' });
  await report(sku, 'WH', 12, 10);
  const [open] = await openCases(sku);
  if (open === undefined) throw new Error('no case');
  await countStockAs(person('operator'), { ...once(), sku, node: 'WH', counted: 19 });
  const detail = await readCase(database.pool, { sku, node: 'WH', sequence: open.sequence });
  expect(detail?.counts).toMatchObject([{ counted: 19, variance: -1, by: 'user:asha' }]);
  const approval = { ...once(), sku, node: 'WH', sequence: detail?.counts[0]?.sequence ?? 0 };
  expect(await approveCountAs(database.pool, person('operator', 'ravi'), approval)).toMatchObject({
    code: 'forbidden',
  });
  expect(await approveCountAs(database.pool, person('manager'), approval)).toMatchObject({
    code: 'own_count',
  });
  await changeSetting(database.pool, { setting: 'mayApproveOwnVariances', value: true }, 'user:asha');
  expect(await approveCountAs(database.pool, person('manager'), approval)).toMatchObject({ ok: true });
  expect(await availableAt(sku, 'WH')).toBe(19);
  expect(await openCases(sku)).toEqual([]);
});

test('the number of the node is taken over as of its report, also where orders have to give', async () => {
  const sku = 'PAIR';
  await post(
    { type: 'receipt', sku, quantity: 10, node: 'D1' },
    { type: 'order_placed', sku, quantity: 8, channel: 'web', order: 'P', line: '1', node: 'D1' },
  );
  await report(sku, 'D1', 5, 10);
  const [open] = await openCases(sku);
  const input = { ...once(), sku, node: 'D1', sequence: open?.sequence ?? 0 };
  expect(await acceptReportAs(database.pool, person('operator'), input)).toMatchObject({ code: 'forbidden' });
  expect(await acceptReportAs(database.pool, person('manager'), input)).toMatchObject({ ok: true });
  expect((await readPositionVersion(database.pool, sku, 'D1'))?.balances).toMatchObject({
    available: 0,
    committed: 5,
  });
  expect((await listDiscrepancies(database.pool, { sku, status: 'open', kind: 'snapshot' })).items).toEqual(
    [],
  );
});

test('the books balance after all of it, and SKUs are classed by what they sold for', async () => {
  const proof = await prove({ pool: database.pool, secretKey: 'a secret key of the tests, 32 chars' });
  expect(proof.findings).toEqual([]);
  await database.pool.query(
    `INSERT INTO demand_day (bucket, sku, channel, node, day, units)
     SELECT 0, sku, 'web', 'WH', current_date - 1, units FROM (VALUES ('STORY', 80), ('PAIR', 15), ('LATE', 5)) v(sku, units)`,
  );
  await classifySkus(database.pool);
  const { rows } = await database.pool.query('SELECT sku, class FROM sku_class ORDER BY class');
  expect(rows).toEqual([
    { sku: 'STORY', class: 'A' },
    { sku: 'PAIR', class: 'B' },
    { sku: 'LATE', class: 'C' },
  ]);
});
