import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/lib/access/principal';
import { catalogSchema } from '@/lib/catalog/schema';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { listDiscrepancies } from '@/lib/discrepancies/server/list-discrepancies';
import { readCase } from '@/lib/discrepancies/server/read-case';
import { listTolerances } from '@/lib/discrepancies/server/tolerances';
import { inventoryEventSchema } from '@/lib/ledger/events';
import { putCatalogAs } from './catalog';
import { chaseAs } from './discrepancies';
import { closeLedger, getLedger } from './ledger';
import { saveToleranceAs } from './tolerances';

let database: TestDatabase;
const as = (role: Principal['role'], nodes?: string[]): Principal => ({
  kind: 'user',
  id: role,
  name: role,
  role,
  ...(nodes === undefined ? {} : { nodes }),
});

beforeAll(async () => {
  database = await createTestDatabase();
  const catalog = catalogSchema.parse({
    skus: [{ sku: 'A', name: 'Kurta' }],
    nodes: [{ node: 'D1', name: 'Andheri', kind: 'dark_store' }],
  });
  await putCatalogAs(database.pool, catalog, as('admin'));
  const takenAt = new Date(Date.now() - 60_000).toISOString();
  await getLedger().post(
    [
      inventoryEventSchema.parse({
        source: 'wms',
        id: randomUUID(),
        type: 'node_snapshot',
        occurredAt: takenAt,
        sku: 'A',
        node: 'D1',
        onHand: 5,
        takenAt,
      }),
    ],
    'key:wms',
  );
});
afterAll(async () => {
  await closeLedger();
  await database.drop();
});

test('what is tolerated is set by class, on the version that was seen, and cases follow it', async () => {
  const { pool } = database;
  const beyond = async () => (await listDiscrepancies(pool, { beyond: true })).items.length;
  expect(await beyond()).toBe(1);
  const wide = { class: 'C' as const, units: 5, percent: 2, seen: 1 };
  expect(await saveToleranceAs(pool, as('operator'), wide)).toMatchObject({ code: 'forbidden' });
  expect(await saveToleranceAs(pool, as('manager'), wide)).toEqual({ ok: true, version: 2 });
  expect(await beyond()).toBe(0);
  expect((await listDiscrepancies(pool, {})).items).toMatchObject([{ tolerance: 5, beyondTolerance: false }]);
  expect(await saveToleranceAs(pool, as('manager'), { ...wide, units: 0 })).toMatchObject({
    code: 'version_conflict',
    theirs: { units: 5 },
  });
  expect(await listTolerances(pool)).toMatchObject([
    { class: 'A', percent: 0.5 },
    { class: 'B' },
    { units: 5 },
  ]);
});

test('who was asked about a case stands on it, once', async () => {
  const { pool } = database;
  const [found] = (await listDiscrepancies(pool, {})).items;
  if (found === undefined) throw new Error('a case');
  const { sku, node, sequence } = found;
  const ask = {
    key: randomUUID(),
    sku,
    node,
    sequence,
    whom: 'Store lead, Andheri',
    note: 'Where are they from?',
  };
  expect(await chaseAs(pool, as('operator', ['D2']), ask)).toMatchObject({ code: 'outside_limits' });
  expect(await chaseAs(pool, as('operator'), { ...ask, sequence: 999_999 })).toMatchObject({
    code: 'unknown_case',
  });
  expect(await chaseAs(pool, as('operator'), ask)).toEqual({ ok: true });
  expect(await chaseAs(pool, as('operator'), ask)).toEqual({ ok: true });
  expect(await readCase(pool, { sku, node, sequence })).toMatchObject({
    status: 'open',
    chases: [{ whom: 'Store lead, Andheri', note: 'Where are they from?' }],
  });
});
