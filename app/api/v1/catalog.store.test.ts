import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, smallCatalog, type TestApi } from './test-api';

let api: TestApi;
const secret = 'whsec_dGhpcyBpcyBhIHNlY3JldCBvZiB0aGUgdGVzdHM=';

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

const put = (body: unknown, key?: string) =>
  api.call('PUT', '/catalog', { body, ...(key === undefined ? {} : { key }) });

async function query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await api.database.pool.query<Row>(text, values)).rows;
}

const version = async () =>
  Number((await query<{ version: string }>('SELECT version FROM catalog_version'))[0]?.version);

describe('PUT /catalog', () => {
  it('creates, and changes nothing when the same comes again', async () => {
    const before = await version();
    const first = await put(smallCatalog);
    expect(first).toMatchObject({
      status: 200,
      body: {
        skus: { created: 2, updated: 0, unchanged: 0 },
        nodes: { created: 2 },
        channels: { created: 2 },
        listings: { created: 0 },
      },
    });
    const made = await version();
    expect(made).toBeGreaterThan(before);
    const again = await put(smallCatalog);
    expect(again.body).toMatchObject({
      skus: { created: 0, updated: 0, unchanged: 2 },
      nodes: { unchanged: 2 },
      channels: { unchanged: 2 },
    });
    expect(await version()).toBe(made);
    expect(await query('SELECT sku, unit_cost_minor, price_minor, currency FROM sku ORDER BY sku')).toEqual([
      { sku: 'A', unit_cost_minor: '19950', price_minor: '49900', currency: 'INR' },
      { sku: 'B', unit_cost_minor: null, price_minor: null, currency: 'INR' },
    ]);
    expect(await query('SELECT sku FROM ledger_head ORDER BY sku')).toEqual([{ sku: 'A' }, { sku: 'B' }]);
    expect(await query('SELECT channel FROM channel_sync ORDER BY channel')).toHaveLength(2);
  });

  it('leaves what is not named, clears what is null', async () => {
    await put({
      skus: [{ sku: 'F', name: 'Field', category: 'shirts', price: 10, barcodes: ['890001', '890002'] }],
    });
    await put({ skus: [{ sku: 'F', name: 'Renamed' }] });
    const read = () => query('SELECT name, category, price_minor FROM sku WHERE sku = $1', ['F']);
    expect(await read()).toEqual([{ name: 'Renamed', category: 'shirts', price_minor: '1000' }]);
    expect(await query('SELECT barcode FROM sku_barcode WHERE sku = $1', ['F'])).toHaveLength(2);
    await put({ skus: [{ sku: 'F', name: 'Renamed', category: null, price: null, barcodes: ['890003'] }] });
    expect(await read()).toEqual([{ name: 'Renamed', category: null, price_minor: null }]);
    expect(await query('SELECT barcode FROM sku_barcode WHERE sku = $1', ['F'])).toEqual([
      { barcode: '890003' },
    ]);
  });

  it('names listings by their SKU unless told otherwise', async () => {
    const listings = [
      { channel: 'web', sku: 'A', threshold: 20 },
      { channel: 'shop', sku: 'A', externalId: 'A-shop', unitsPerListing: 6 },
    ];
    expect((await put({ listings })).body).toMatchObject({ listings: { created: 2 } });
    expect((await put({ listings })).body).toMatchObject({ listings: { unchanged: 2 } });
    expect(
      await query('SELECT channel, external_id, units_per_listing, threshold FROM listing ORDER BY channel'),
    ).toEqual([
      { channel: 'shop', external_id: 'A-shop', units_per_listing: 6, threshold: null },
      { channel: 'web', external_id: 'A', units_per_listing: 1, threshold: '20' },
    ]);
    const taken = await put({ listings: [{ channel: 'web', sku: 'B', externalId: 'A' }] });
    expect(taken).toMatchObject({
      status: 422,
      body: { code: 'external_id_taken', errors: [{ pointer: '/listings/0/externalId' }] },
    });
    const page = await api.call('GET', '/listings?channel=web&sku=A');
    expect(page.body.items).toMatchObject([{ channel: 'web', sku: 'A', mode: 'strict' }]);
  });

  it('dates safety stock policies, and replaces only what changes', async () => {
    const policy = (units: number) => put({ safetyStock: [{ sku: 'A', node: 'W1', units }] });
    expect((await policy(5)).body).toMatchObject({ safetyStock: { created: 1 } });
    expect((await policy(5)).body).toMatchObject({ safetyStock: { unchanged: 1 } });
    expect((await policy(8)).body).toMatchObject({ safetyStock: { updated: 1 } });
    expect(
      await query(
        `SELECT units, effective_to IS NULL AS in_force FROM safety_stock_policy WHERE sku = 'A' ORDER BY policy`,
      ),
    ).toEqual([
      { units: '5', in_force: false },
      { units: '8', in_force: true },
    ]);
    await put({ replenishment: [{ node: 'W1', days: 7, deviationDays: 2 }, { days: 14 }] });
    const known = await put({ replenishment: [{ node: 'W1', days: 9 }] });
    expect(known.body).toMatchObject({ replenishment: { updated: 1 } });
    expect(await query('SELECT days, deviation_days FROM replenishment WHERE node = $1', ['W1'])).toEqual([
      { days: 9, deviation_days: 2 },
    ]);
  });

  it.each([
    [
      'an unknown node',
      { channels: [{ ...smallCatalog.channels[0], sources: ['W9'] }] },
      '/channels/0/sources/0',
      'unknown_node',
    ],
    ['an unknown SKU', { listings: [{ channel: 'web', sku: 'Z' }] }, '/listings/0/sku', 'unknown_sku'],
    [
      'an unknown channel',
      { listings: [{ channel: 'z', sku: 'A' }] },
      '/listings/0/channel',
      'unknown_channel',
    ],
    [
      'the same SKU twice',
      {
        skus: [
          { sku: 'D', name: 'D' },
          { sku: 'D', name: 'E' },
        ],
      },
      '/skus/1/sku',
      'duplicate_entry',
    ],
    [
      'a third of a paisa',
      { skus: [{ sku: 'D', name: 'D', price: 1.333 }] },
      '/skus/0/price',
      'too_many_decimals',
    ],
    [
      'a floor above the cap',
      { listings: [{ channel: 'web', sku: 'A', floor: 2, cap: 1 }] },
      '/listings/0/floor',
      'floor_above_cap',
    ],
    [
      'an unknown connector',
      { channels: [{ ...smallCatalog.channels[0], connector: 'fax' }] },
      '/channels/0/connector',
      'invalid_connector',
    ],
    [
      'an open connector without its address',
      { channels: [{ ...smallCatalog.channels[0], connector: 'open' }] },
      '/channels/0/config/baseUrl',
      'invalid_connector',
    ],
  ])('refuses %s and writes nothing', async (_name, wrong, pointer, code) => {
    const answer = await put({ nodes: [{ node: 'NEVER', name: 'Never', kind: 'store' }], ...wrong });
    expect(answer).toMatchObject({ status: 422, body: { code } });
    expect(answer.body.errors).toContainEqual({ pointer, detail: expect.any(String) });
    expect(await query(`SELECT FROM stock_node WHERE node = 'NEVER'`)).toHaveLength(0);
  });

  it.each([
    [{ skus: [{ sku: 'D' }] }, '/skus/0/name'],
    [{ skus: [{ sku: 'D', name: 'D', colour: 'red' }] }, '/skus/0/colour'],
    [{ nodes: [{ node: 'N', name: 'N', kind: 'castle' }] }, '/nodes/0/kind'],
    [{ nodes: [{ node: 'N', name: 'N', kind: 'store', timeZone: 'Mars/Olympus' }] }, '/nodes/0/timeZone'],
    [{ safetyStock: [{ sku: 'A', units: 1, days: 2 }] }, '/safetyStock/0'],
    [{ safetyStock: [{ sku: 'A', serviceLevel: 95 }] }, '/safetyStock/0/serviceLevel'],
    [{ listings: [{ channel: 'web', sku: 'A', mode: { bounded: 2 } }] }, '/listings/0/mode/bounded'],
    [{ stock: [] }, '/stock'],
  ])('refuses the form of %j', async (body, pointer) => {
    const answer = await put(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(answer.body.errors).toContainEqual({ pointer, detail: expect.any(String) });
  });

  it('refuses two modes of one SKU in one pool, also when new sources join the pools', async () => {
    const listings = [
      { channel: 'web', sku: 'B', mode: 'strict' },
      { channel: 'shop', sku: 'B', mode: { bounded: 0.01 } },
    ];
    expect(await put({ listings })).toMatchObject({
      status: 422,
      body: { code: 'mode_conflict', errors: [{ pointer: '/listings/0/mode' }] },
    });
    const far = { channel: 'far', name: 'Far', kind: 'retail', connector: 'none', sources: ['W2'] };
    const near = { channel: 'near', name: 'Near', kind: 'retail', connector: 'none', sources: ['W1'] };
    const apart = [
      { channel: 'near', sku: 'B', mode: 'strict' },
      { channel: 'far', sku: 'B', mode: { bounded: 0.01 } },
    ];
    expect((await put({ channels: [far, near], listings: apart })).status).toBe(200);
    expect(await put({ channels: [{ ...far, sources: ['W2', 'W1'] }] })).toMatchObject({
      status: 422,
      body: { code: 'mode_conflict', errors: [{ pointer: '/channels/0/sources' }] },
    });
  });

  it('goes by the role', async () => {
    const { integration, manager, viewer, operator } = api.keys;
    const sku = { skus: [{ sku: 'R', name: 'Role' }] };
    for (const key of [viewer, operator]) expect((await put(sku, key)).status).toBe(403);
    expect((await put({ ...sku, nodes: smallCatalog.nodes }, integration)).status).toBe(200);
    for (const body of [
      { channels: smallCatalog.channels },
      { listings: [{ channel: 'web', sku: 'A' }] },
      { safetyStock: [{ units: 1 }] },
      { replenishment: [{ days: 1 }] },
    ]) {
      expect(await put(body, integration)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect((await put(body, manager)).status).toBe(200);
    }
    const web = { ...smallCatalog.channels[0], priority: 2 };
    const open = { ...web, connector: 'open', config: { baseUrl: 'http://127.0.0.1:9/shop', secret } };
    expect((await put({ channels: [web] }, manager)).status).toBe(200);
    expect(await put({ channels: [open] }, manager)).toMatchObject({
      status: 403,
      body: { errors: [{ pointer: '/channels/0/connector' }] },
    });
    expect((await put({ channels: [open] })).status).toBe(200);
    expect((await put({ channels: [{ ...open, priority: 3 }] }, manager)).status).toBe(200);
    const { config: _config, ...unconfigured } = { ...open, priority: 4 };
    expect((await put({ channels: [unconfigured] }, manager)).status).toBe(200);
    const [stored] = await query<{ config: object; secrets_sealed: Buffer }>(
      `SELECT config, secrets_sealed FROM channel WHERE channel = 'web'`,
    );
    expect(JSON.stringify(stored?.config)).not.toContain('whsec');
    expect(stored?.secrets_sealed.includes(secret)).toBe(false);
    const trail = await query<{ details: object }>(
      `SELECT details FROM audit_log WHERE action = 'channel.configured'`,
    );
    expect(trail).toHaveLength(1);
    expect(JSON.stringify(trail)).not.toContain('whsec');
  });

  it('goes by the limits of the key', async () => {
    const key = await api.newKey({ role: 'manager', nodes: ['W1'], channels: ['web'] });
    expect((await put({ nodes: [{ node: 'W2', name: 'Mine', kind: 'store' }] }, key)).body.code).toBe(
      'outside_limits',
    );
    expect((await put({ listings: [{ channel: 'shop', sku: 'A' }] }, key)).status).toBe(403);
    expect((await put({ listings: [{ channel: 'web', sku: 'A', cap: 5 }] }, key)).status).toBe(200);
  });

  it('takes many at once, and concurrent callers one after the other', async () => {
    const skus = Array.from({ length: 10_000 }, (_, index) => ({
      sku: `M${index}`,
      name: `Many ${index}`,
      price: 5,
    }));
    const listings = skus.map(({ sku }) => ({ channel: 'shop', sku }));
    const answers = await Promise.all([
      put({ skus, listings }),
      put({ skus: skus.toReversed(), listings: listings.toReversed() }),
      put({ skus: skus.slice(0, 100).map((sku) => ({ ...sku, name: 'other' })) }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    const [count] = await query(
      `SELECT (SELECT count(*)::int FROM sku WHERE sku LIKE 'M%') AS skus,
              (SELECT count(*)::int FROM listing WHERE sku LIKE 'M%') AS listings,
              (SELECT count(*)::int FROM ledger_head WHERE sku LIKE 'M%') AS heads`,
    );
    expect(count).toEqual({ skus: 10_000, listings: 10_000, heads: 10_000 });
    const created = answers.map((answer) => (answer.body.skus as { created: number }).created);
    expect(created.reduce((sum, one) => sum + one, 0)).toBe(10_000);
  });
});
