import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/lib/access/principal';
import { changeSetting } from '@/lib/access/server/settings';
import { catalogSchema } from '@/lib/catalog/schema';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { inventoryEventSchema } from '@/lib/ledger/events';
import { prove } from '@/lib/ledger/server/prove';
import { readPositionVersion } from '@/lib/ledger/server/read-position-version';
import { listStocktakes } from '@/lib/stocktake/server/list-stocktakes';
import { readStocktake } from '@/lib/stocktake/server/read-stocktake';
import type { MoveStocktake, StocktakePlan } from '@/lib/stocktake/stocktake-document';
import { putCatalogAs } from './catalog';
import { closeLedger, getLedger } from './ledger';
import { addScansAs, moveStocktakeAs, planStocktakeAs } from './stocktakes';

let database: TestDatabase;
const person = (id: string, role: Principal['role'], nodes?: string[]): Principal => ({
  kind: 'user',
  id,
  name: id,
  role,
  ...(nodes === undefined ? {} : { nodes }),
});
const ravi = person('ravi', 'operator');
const asha = person('asha', 'manager');
const plan = (stocktake: string, fields: Partial<StocktakePlan> = {}) =>
  planStocktakeAs(database.pool, asha, {
    key: randomUUID(),
    plan: { stocktake, node: 'WH', scope: 'node', ...fields },
  });
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
const scan = (code: string, units = 1, round = 1, scannedAt = ago(0)) => ({
  id: randomUUID(),
  round,
  code,
  units,
  scannedAt,
});
const add = (stocktake: string, ...scans: ReturnType<typeof scan>[]) =>
  addScansAs(database.pool, ravi, { stocktake, sentAt: ago(0), scans });
const read = async (stocktake: string, maySeeBooks = true) => {
  const found = await readStocktake(database.pool, stocktake, maySeeBooks);
  if (found === null) throw new Error(`no ${stocktake}`);
  return found;
};
/** The next step as whoever has just looked at it takes it. */
const move = async (
  who: Principal,
  stocktake: string,
  step:
    | { step: 'hand_in'; confirmUncounted?: boolean }
    | { step: 'recount'; skus: string[] }
    | { step: 'approve' }
    | { step: 'cancel' },
) => {
  const { version } = await read(stocktake);
  const common = { key: randomUUID(), stocktake, seen: version };
  const input: MoveStocktake =
    step.step === 'hand_in'
      ? { ...common, step: 'hand_in', confirmUncounted: step.confirmUncounted ?? false }
      : step.step === 'recount'
        ? { ...common, ...step }
        : step.step === 'approve'
          ? { ...common, step: 'approve', at: ago(0) }
          : { ...common, step: 'cancel' };
  return moveStocktakeAs(database.pool, who, input);
};
const onShelf = async (sku: string) =>
  (await readPositionVersion(database.pool, sku, 'WH'))?.balances.available;
const event = (fields: Record<string, unknown>) =>
  getLedger().post(
    [inventoryEventSchema.parse({ source: 'wms', id: randomUUID(), occurredAt: ago(0), ...fields })],
    'key:wms',
  );

beforeAll(async () => {
  database = await createTestDatabase();
  const catalog = catalogSchema.parse({
    skus: [
      { sku: 'A', name: 'Kurta', category: 'Tops', barcodes: ['8901234567890'], caseQuantity: 12 },
      { sku: 'B', name: 'Saree', category: 'Sarees' },
      { sku: 'C', name: 'Dupatta', category: 'Tops' },
      { sku: 'NEW', name: 'Stole', category: 'Tops' },
    ],
    nodes: [
      { node: 'WH', name: 'Bhiwandi', kind: 'warehouse' },
      { node: 'D1', name: 'Andheri', kind: 'dark_store' },
    ],
  });
  await putCatalogAs(database.pool, catalog, person('admin', 'admin'));
  for (const [sku, quantity] of [
    ['A', 100],
    ['B', 40],
    ['C', 10],
  ] as const)
    await event({ type: 'receipt', sku, quantity, node: 'WH', occurredAt: ago(3600) });
});
afterAll(async () => {
  await closeLedger();
  await database.drop();
});

test('a blind count is scanned, counted again where it is far off, approved by another person, and posts what it found', async () => {
  expect(await plan('S-1')).toEqual({ ok: true, version: 1 });
  const before = await read('S-1');
  expect(before.review).toBeNull();
  expect(before.queue).toEqual([
    { sku: 'C', name: 'Dupatta', barcodes: [], scanned: null },
    { sku: 'A', name: 'Kurta', barcodes: ['8901234567890'], caseQuantity: 12, scanned: null },
    { sku: 'B', name: 'Saree', barcodes: [], scanned: null },
  ]);
  const scans = [scan('8901234567890', 12), scan('A', 88), scan('B', 30), scan('0000'), scan('NEW', 2)];
  const added = await add('S-1', ...scans);
  expect(added).toMatchObject({
    results: [
      { outcome: 'counted', sku: 'A' },
      { outcome: 'counted', sku: 'A' },
      { outcome: 'counted', sku: 'B' },
      { outcome: 'unknown', code: '0000' },
      { outcome: 'counted', sku: 'NEW' },
    ],
  });
  // The line was down and everything is sent again: the same answer, and nothing counts twice.
  expect(await add('S-1', ...scans)).toEqual(added);
  expect((await read('S-1')).queue.map(({ sku, scanned }) => [sku, scanned])).toEqual([
    ['C', null],
    ['A', 100],
    ['B', 30],
    ['NEW', 2],
  ]);
  expect(await move(ravi, 'S-1', { step: 'hand_in' })).toMatchObject({
    code: 'uncounted_lines',
    detail: expect.stringContaining('Nobody has counted C.'),
  });
  expect(await move(ravi, 'S-1', { step: 'hand_in', confirmUncounted: true })).toMatchObject({ ok: true });
  // B is 10 short of 40, beyond what may be off; NEW is where the books have none, within 2.
  const again = await read('S-1');
  expect(again).toMatchObject({ status: 'counting', round: 2, queue: [{ sku: 'B', scanned: null }] });
  expect(await add('S-1', scan('B', 5, 1), scan('A', 1, 2))).toMatchObject({
    results: [{ outcome: 'late' }, { outcome: 'unplanned' }],
  });
  // Units leave the shelf before the second count, are recorded after it, and are no loss.
  const countedAt = Date.now();
  await add('S-1', scan('B', 28, 2, new Date(countedAt).toISOString()));
  expect(await move(ravi, 'S-1', { step: 'hand_in' })).toMatchObject({ ok: true });
  const lost = { type: 'adjustment', sku: 'B', node: 'WH', direction: 'decrease', quantity: 3 };
  await event({ ...lost, occurredAt: new Date(countedAt - 1000).toISOString() });
  const counted = await read('S-1');
  expect(counted).toMatchObject({ status: 'counted', setAside: 3 });
  expect(counted.review?.find(({ sku }) => sku === 'B')).toMatchObject({
    counted: 28,
    expected: 37,
    variance: -9,
    beyondTolerance: true,
    rounds: 2,
  });
  expect((await read('S-1', false)).review).toBeNull();
  expect(await move(ravi, 'S-1', { step: 'approve' })).toMatchObject({ code: 'forbidden' });
  expect(await move(asha, 'S-1', { step: 'approve' })).toMatchObject({ ok: true });
  expect([await onShelf('A'), await onShelf('B'), await onShelf('C'), await onShelf('NEW')]).toEqual([
    100, 28, 10, 2,
  ]);
  expect((await listStocktakes(database.pool, { stocktake: 'S-1' })).items).toMatchObject([
    { status: 'posted', lines: 4, counted: 3, right: 1, found: 2, missing: 9, approvedBy: 'user:asha' },
  ]);
  expect(await add('S-1', scan('A', 1, 2))).toMatchObject({ results: [{ outcome: 'late' }] });
  expect(await move(ravi, 'S-1', { step: 'hand_in' })).toMatchObject({ code: 'stocktake_closed' });
  // What happened before a count that is posted, and comes late, is a case.
  await event({ ...lost, quantity: 1, occurredAt: new Date(countedAt - 2000).toISOString() });
  const { rows } = await database.pool.query(
    `SELECT kind FROM discrepancy WHERE sku = 'B' AND resolved_at IS NULL`,
  );
  expect(rows).toEqual([{ kind: 'late_event' }]);
});

test('whoever has counted does not approve, but in an organisation of one', async () => {
  await plan('S-2', { scope: 'category', value: 'Sarees' });
  await addScansAs(database.pool, asha, {
    stocktake: 'S-2',
    sentAt: ago(0),
    scans: [scan('B', 27), scan('C')],
  });
  expect((await read('S-2')).asideScans).toMatchObject([{ code: 'C', outcome: 'unplanned', units: 1 }]);
  await move(asha, 'S-2', { step: 'hand_in' });
  expect(await move(asha, 'S-2', { step: 'approve' })).toMatchObject({ code: 'own_count' });
  expect(await move(asha, 'S-2', { step: 'recount', skus: ['B'] })).toMatchObject({ ok: true });
  await add('S-2', scan('B', 27, 2));
  await move(ravi, 'S-2', { step: 'hand_in' });
  await changeSetting(database.pool, { setting: 'mayApproveOwnVariances', value: true }, 'user:admin');
  expect(await move(asha, 'S-2', { step: 'approve' })).toMatchObject({ ok: true });
  const { rows } = await database.pool.query(
    `SELECT action FROM audit_log WHERE subject = 'S-2' ORDER BY entry`,
  );
  expect(rows.map(({ action }) => action)).toEqual(['stocktake.opened', 'stocktake.approved_own']);
});

test('what cannot be counted is refused, and a stocktake that was cut short goes on', async () => {
  expect(await plan('S-1')).toMatchObject({ code: 'number_in_use' });
  expect(await plan('S-3', { node: 'NOWHERE' })).toMatchObject({ code: 'unknown_name' });
  expect(await plan('S-3', { scope: 'category', value: 'Shoes' })).toMatchObject({
    code: 'nothing_to_count',
  });
  expect(await listStocktakes(database.pool, { stocktake: 'S-3' })).toEqual({ items: [] });
  const elsewhere = person('dev', 'operator', ['D1']);
  expect(
    await addScansAs(database.pool, elsewhere, { stocktake: 'S-1', sentAt: ago(0), scans: [scan('A')] }),
  ).toMatchObject({ code: 'outside_limits' });

  expect(await plan('S-4', { scope: 'sample', size: 2 })).toMatchObject({ ok: true });
  const [first, second] = (await read('S-4')).queue;
  if (first === undefined || second === undefined) throw new Error('a sample of two');
  expect(await move(ravi, 'S-4', { step: 'hand_in', confirmUncounted: true })).toMatchObject({
    code: 'nothing_counted',
  });
  await add('S-4', scan(first.sku, 3), scan(first.sku, -4), scan(second.sku, 0));
  expect(await move(ravi, 'S-4', { step: 'hand_in' })).toMatchObject({ code: 'below_zero' });
  await add('S-4', scan(first.sku, 1));
  // The process that took it in died behind the first step.
  await database.pool.query(`UPDATE stocktake SET status = 'handing_in' WHERE stocktake = 'S-4'`);
  await database.pool.query(
    `UPDATE stocktake_line SET counted = 0, counted_at = now(), counted_round = 1 WHERE stocktake = 'S-4'`,
  );
  expect(await add('S-4', scan(first.sku, 1))).toMatchObject({ results: [{ outcome: 'late' }] });
  expect(await move(ravi, 'S-4', { step: 'hand_in' })).toMatchObject({ ok: true });
  expect((await read('S-4')).round).toBe(2);
  expect(await move(ravi, 'S-4', { step: 'cancel' })).toMatchObject({ ok: true });
  expect(await move(asha, 'S-4', { step: 'approve' })).toMatchObject({ code: 'not_counted' });
});

test('the clock of a phone that is wrong does not move a count', async () => {
  await plan('S-5', { scope: 'category', value: 'Sarees' });
  const wrong = 7 * 3_600_000;
  const before = Date.now();
  await addScansAs(database.pool, ravi, {
    stocktake: 'S-5',
    sentAt: new Date(before + wrong).toISOString(),
    scans: [scan('B', 40, 1, new Date(before + wrong - 60_000).toISOString())],
  });
  await move(ravi, 'S-5', { step: 'hand_in' });
  const [line] = (await read('S-5')).review ?? [];
  expect(Math.abs(Date.parse(line?.countedAt ?? '') - (before - 60_000))).toBeLessThan(5_000);
});

test('the books are proven after all of it', async () => {
  expect(
    (await prove({ pool: database.pool, secretKey: 'a secret key of the tests, 32 chars' })).findings,
  ).toEqual([]);
});
