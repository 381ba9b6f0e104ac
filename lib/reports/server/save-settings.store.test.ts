import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/lib/access/principal';
import { createTestLedger, type TestLedger } from '@/lib/ledger/server/test-ledger';
import { saveCancellationLimitAs, saveOversellCostAs } from '@/lib/runtime/reports';
import { cancellationLimitPresets, cancellationLimitSchema, oversellCostSchema } from '../settings';
import { readReportSettings } from './save-settings';

let t: TestLedger;
beforeAll(async () => {
  t = await createTestLedger();
});
afterAll(() => t.drop());

const as = (role: Principal['role']) =>
  ({ kind: 'user', id: 'asha', name: 'Asha', role, nodes: [], channels: [] }) as unknown as Principal;
const cost = (fields: Record<string, unknown>) =>
  oversellCostSchema.parse({
    channel: 'web',
    marginPercent: 100,
    goodwillPercent: 5,
    feeMinor: 100,
    serviceMinor: 200,
    seen: null,
    ...fields,
  });

test('what an oversell costs is set on what was seen, dated, and on the trail', async () => {
  const save = (fields: Record<string, unknown>, end = false, role: Principal['role'] = 'manager') =>
    saveOversellCostAs(t.pool, as(role), cost(fields), end);
  expect(await save({}, false, 'operator')).toMatchObject({ ok: false, code: 'forbidden' });
  expect(await save({ channel: 'nowhere' })).toMatchObject({ code: 'unknown_channel', field: 'channel' });
  expect((await readReportSettings(t.pool)).costs).toEqual([]);
  // Of two who begin at once, one is told of the other.
  const answers = await Promise.all([save({ feeMinor: 1 }), save({ feeMinor: 2 })]);
  expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
  const [standing] = (await readReportSettings(t.pool)).costs;
  expect(await save({ feeMinor: 3, seen: standing?.cost })).toEqual({ ok: true });
  const [next] = (await readReportSettings(t.pool)).costs;
  expect(next).toMatchObject({ channel: 'web', feeMinor: 3 });
  expect(await save({ seen: standing?.cost }, true)).toMatchObject({ code: 'conflict' });
  expect(await save({ seen: next?.cost }, true)).toEqual({ ok: true });
  expect((await readReportSettings(t.pool)).costs).toEqual([]);
  const { rows } = await t.pool.query(
    'SELECT count(*)::int AS kept, count(effective_to)::int AS ended FROM oversell_cost',
  );
  expect(rows).toEqual([{ kept: 2, ended: 2 }]);
  const trail = await t.pool.query(
    `SELECT action FROM audit_log WHERE action LIKE 'oversell_cost%' ORDER BY entry`,
  );
  expect(trail.rows.map(({ action }) => action)).toEqual([
    'oversell_cost.set',
    'oversell_cost.set',
    'oversell_cost.ended',
  ]);
});

test('a limit needs its source, and every preset is one', async () => {
  for (const { of: _, ...preset } of cancellationLimitPresets) {
    const input = cancellationLimitSchema.parse({ ...preset, channel: 'web', seen: null });
    expect(await saveCancellationLimitAs(t.pool, as('manager'), input, false)).toEqual({ ok: true });
  }
  expect((await readReportSettings(t.pool)).limits).toHaveLength(cancellationLimitPresets.length);
  const wrong = cancellationLimitSchema.safeParse({
    channel: 'web',
    name: 'Rate',
    windowDays: 0,
    percent: 101,
    source: ' ',
    seen: null,
  });
  expect(wrong.error?.issues.map(({ path }) => path[0]).sort()).toEqual(['percent', 'source', 'windowDays']);
});
