import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '@/lib/access/principal';
import { newPolicySchema } from '@/lib/allocation/policy-input';
import { unwritten_scope } from '@/lib/allocation/policy-items';
import { listPolicyScopes, readPolicyScope } from '@/lib/allocation/server/list-policy-scopes';
import { listPlannedPromotions } from '@/lib/demand/server/list-planned-promotions';
import { discardDraftAs, endPromotionAs, recomputeScopeAs, savePolicyAs } from '@/lib/runtime/policies';
import { createTestApi, type Reply, receipt, smallCatalog, type TestApi } from './test-api';

let api: TestApi;
let keys = 0;

beforeAll(async () => {
  api = await createTestApi();
  await api.call('PUT', '/catalog', {
    body: {
      ...smallCatalog,
      skus: smallCatalog.skus.map((sku) => ({ ...sku, category: 'clothes' })),
      listings: ['web', 'shop'].flatMap((channel) => ['A', 'B'].map((sku) => ({ channel, sku }))),
    },
  });
  await api.call('POST', '/events', {
    body: { events: [receipt({ quantity: 40 }), receipt({ sku: 'B', quantity: 9 })] },
  });
});
afterAll(() => api.close());

function post(path: string, body: unknown, key?: string): Promise<Reply> {
  return api.call('POST', path, {
    body,
    headers: { 'idempotency-key': `policy-${++keys}` },
    ...(key === undefined ? {} : { key }),
  });
}
const count = async (table: string) =>
  Number((await api.database.pool.query(`SELECT count(*) FROM ${table}`)).rows[0]?.count);
const listed = async (query: string) =>
  ((await api.call('GET', `/policies${query}`)).body.items as Record<string, unknown>[]).map((item) => [
    item.version,
    item.status,
    item.cap,
  ]);

describe('/policies', () => {
  it('keeps one draft per scope, publishes, schedules and ends versions', async () => {
    const scope = { sku: 'A', channel: 'web' };
    expect(await post('/policies', { ...scope, cap: 3, draft: true })).toMatchObject({
      status: 201,
      body: { policy: 'SKU A on web', version: 1, status: 'draft', cap: 3 },
    });
    await post('/policies', { ...scope, cap: 4, draft: true });
    expect(await listed('?sku=A')).toEqual([[1, 'draft', 4]]);
    expect((await post('/policies', { ...scope, cap: 5 })).body).toMatchObject({
      version: 1,
      status: 'in_force',
    });
    const later = new Date(Date.now() + 86_400_000).toISOString();
    expect((await post('/policies', { ...scope, cap: 9, effectiveFrom: later })).body).toMatchObject({
      version: 2,
      status: 'scheduled',
      effectiveFrom: later,
    });
    expect(await listed('?sku=A&status=in_force')).toEqual([[1, 'in_force', 5]]);
    expect((await post('/policies', { ...scope, cap: 6 })).body).toMatchObject({
      version: 3,
      effectiveTo: later,
    });
    expect(await listed('?sku=A')).toEqual([
      [3, 'in_force', 6],
      [2, 'scheduled', 9],
      [1, 'ended', 5],
    ]);
    expect((await post('/policies', { ...scope, rollBackTo: 1 })).body).toMatchObject({
      version: 4,
      cap: 5,
      rolledBackTo: 1,
    });
    expect(await post('/policies', { ...scope, rollBackTo: 77 })).toMatchObject({
      status: 422,
      body: { code: 'unknown_version' },
    });
    expect((await post('/policies', { ...scope, rollBackTo: 0 })).status).toBe(201);
    expect((await listed('?sku=A')).map(([, status]) => status)).toEqual([
      'ended',
      'ended',
      'ended',
      'ended',
    ]);
    const trail = await api.database.pool.query(
      `SELECT action FROM audit_log WHERE subject = 'SKU A on web' ORDER BY entry`,
    );
    expect(trail.rows.map(({ action }) => action).slice(0, 3)).toEqual([
      'policy.drafted',
      'policy.drafted',
      'policy.published',
    ]);
    expect(await count('dirty_sku')).toBeGreaterThan(0);
  });

  it('refuses what is not valid with field and reason, and is not for everybody', async () => {
    const before = await count('allocation_policy');
    const wrong = await post('/policies', { channel: 'fax', priority: 0, floor: 9, cap: 2 });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'invalid_policy' } });
    expect((wrong.body.errors as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      '/channel',
      '/priority',
      '/floor',
    ]);
    expect((await post('/policies', { cap: 1 }, api.keys.operator)).status).toBe(403);
    expect((await post('/promotions', {}, api.keys.operator)).status).toBe(403);
    expect((await api.call('POST', '/policies', { body: { cap: 1 } })).body).toMatchObject({
      code: 'idempotency_key_required',
    });
    expect(await count('allocation_policy')).toBe(before);
  });

  it('previews what would change, and writes nothing', async () => {
    const tables = ['allocation_policy', 'dirty_sku', 'audit_log', 'listing_sync'];
    const before = await Promise.all(tables.map(count));
    const preview = await api.call('POST', '/policies/preview', {
      body: { policies: [{ category: 'clothes', channel: 'web', cap: 0 }] },
      key: api.keys.viewer,
    });
    expect(preview.status).toBe(200);
    const items = preview.body.items as {
      sku: string;
      channel: string;
      before: { target: number };
      after: { target: number };
    }[];
    const web = items.filter(({ channel }) => channel === 'web');
    expect(web.map(({ sku }) => sku).sort()).toEqual(['A', 'B']);
    for (const item of web) expect(item.before.target).toBeGreaterThan(0);
    for (const item of web) expect(item.after.target).toBe(0);
    expect(items.find(({ sku, channel }) => sku === 'A' && channel === 'shop')?.after.target).toBe(28);
    expect(preview.body.totals).toMatchObject({
      before: { listingsAtZero: 0 },
      after: { listingsAtZero: 2 },
    });
    expect(preview.body).toMatchObject({
      changed: items.length,
      toZero: 2,
      fromZero: 0,
      listings: 4,
      skus: 2,
    });
    expect(preview.body.channels).toMatchObject([
      { channel: 'shop', before: { listingsAtZero: 0 }, after: { listingsAtZero: 0 } },
      { channel: 'web', after: { target: 0, listingsAtZero: 2 } },
    ]);
    expect(await Promise.all(tables.map(count))).toEqual(before);
  });
});

describe('what the screens see of them', () => {
  const person = { kind: 'user', id: 'none', name: 'Mira', role: 'manager' } as unknown as Principal;

  it('is one line per scope, and a change made meanwhile is refused with what stands there', async () => {
    const { pool } = api.database;
    const scope = { sku: 'B', category: '', channel: '' };
    await savePolicyAs(pool, newPolicySchema.parse({ sku: 'B', cap: 5 }), person, unwritten_scope);
    await savePolicyAs(pool, newPolicySchema.parse({ sku: 'B', cap: 6, draft: true }), person);
    const { items } = await listPolicyScopes(pool, {
      search: 'b',
      of: 'sku',
      direction: 'ascending',
      limit: 10,
    });
    expect(items).toMatchObject([
      { ...scope, hasDraft: true, versions: 2, current: { cap: 5, status: 'in_force' } },
    ]);
    const { seen, versions } = await readPolicyScope(pool, scope, async () => new Map());
    expect(versions.map(({ status, cap }) => [status, cap])).toEqual([
      ['draft', 6],
      ['in_force', 5],
    ]);
    const second = newPolicySchema.parse({ sku: 'B', cap: 7 });
    expect(await savePolicyAs(pool, second, person, unwritten_scope)).toMatchObject({
      ok: false,
      code: 'changed_meanwhile',
      seen,
      theirs: { cap: '6', published_at: null },
    });
    expect(await savePolicyAs(pool, second, person, seen)).toMatchObject({ ok: true, row: { version: 2 } });
  });

  it('recomputes a scope and throws drafts away, both on the trail', async () => {
    const { pool } = api.database;
    const scope = { sku: '', category: 'clothes', channel: 'web' };
    await pool.query('DELETE FROM dirty_sku');
    expect(await recomputeScopeAs(pool, scope, person)).toEqual({ skus: 2, listings: 2 });
    expect(await count('dirty_sku')).toBe(2);
    await savePolicyAs(
      pool,
      newPolicySchema.parse({ category: 'clothes', channel: 'web', buffer: 1, draft: true }),
      person,
    );
    expect(await discardDraftAs(pool, scope, person)).toBe(true);
    expect(await discardDraftAs(pool, scope, person)).toBe(false);
    const trail = await pool.query(
      `SELECT action FROM audit_log WHERE subject = 'category clothes on web' ORDER BY entry`,
    );
    expect(trail.rows.map(({ action }) => action)).toEqual([
      'policy.recomputed',
      'policy.drafted',
      'policy.draft_discarded',
    ]);
  });
});

describe('/promotions', () => {
  const spring = {
    promotion: 'spring',
    name: 'Spring',
    channel: 'web',
    startsAt: '2030-03-01T00:00:00.000Z',
    endsAt: '2030-03-08T00:00:00.000Z',
    skus: ['A'],
    holdBack: 10,
  };

  it('are planned, replaced, listed and cancelled', async () => {
    expect(await post('/promotions', spring)).toMatchObject({ status: 201, body: { ...spring } });
    expect((await post('/promotions', { ...spring, uplift: 4 })).body).toMatchObject({ uplift: 4 });
    const list = await api.call('GET', '/promotions?status=scheduled&sku=A');
    expect(list.body.items).toHaveLength(1);
    expect((await api.call('DELETE', '/promotions/spring')).body).toMatchObject({
      cancelledAt: expect.any(String),
    });
    expect((await api.call('DELETE', '/promotions/spring')).status).toBe(200);
    expect((await api.call('DELETE', '/promotions/none')).status).toBe(404);
    expect((await api.call('GET', '/promotions?status=scheduled')).body.items).toHaveLength(0);
  });

  it('that end before they start or name what is not there are refused', async () => {
    const wrong = await post('/promotions', { ...spring, endsAt: spring.startsAt, skus: ['A', 'Z'] });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'invalid_promotion' } });
    expect((wrong.body.errors as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      '/endsAt',
      '/skus',
    ]);
  });

  it('name those they overlap, and one that runs can be ended now', async () => {
    const { pool } = api.database;
    const person = { kind: 'user', id: 'none', name: 'Mira', role: 'manager' } as unknown as Principal;
    const days = { startsAt: '2020-03-01T00:00:00.000Z', endsAt: '2040-03-08T00:00:00.000Z' };
    await post('/promotions', { ...spring, ...days, promotion: 'long', name: 'Long' });
    await post('/promotions', { ...spring, promotion: 'short', name: 'Short' });
    await post('/promotions', { ...spring, promotion: 'other', name: 'Other', skus: ['B'] });
    const found = await listPlannedPromotions(pool, {
      from: '2030-03-02T00:00:00.000Z',
      to: '2030-03-03T00:00:00.000Z',
      direction: 'ascending',
      limit: 10,
    });
    const planned = found.items.filter(({ status }) => status !== 'cancelled');
    expect(planned.map(({ name, status, overlaps }) => [name, status, overlaps])).toEqual([
      ['Long', 'running', ['Short']],
      ['Other', 'scheduled', []],
      ['Short', 'scheduled', ['Long']],
    ]);
    expect(await endPromotionAs(pool, 'short', person)).toBeNull();
    expect(await endPromotionAs(pool, 'long', person)).toMatchObject({ promotion: 'long' });
    const running = await listPlannedPromotions(pool, {
      status: 'running',
      direction: 'ascending',
      limit: 10,
    });
    expect(running.items).toEqual([]);
  });
});

// Last, for its policies stay.
describe('policies of several SKUs', () => {
  it('publishes and previews one beside those of another', async () => {
    for (const sku of ['A', 'B'])
      for (const cap of [7, 8])
        expect(await post('/policies', { sku, channel: 'shop', cap })).toMatchObject({
          status: 201,
          body: { cap },
        });
    expect(
      await post('/policies/preview', { policies: [{ sku: 'A', channel: 'shop', cap: 2 }] }),
    ).toMatchObject({ status: 200 });
  });
});
