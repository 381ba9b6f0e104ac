import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SandboxCommand, SandboxManifest, SandboxStatus } from '@/lib/demo/control';
import { RunningApp, until } from './running-app';

/** The demo as a first run makes it, its shops standing still until they are told to sell. */
const sku = 'BAR-DATE-COCOA';
const fast: SandboxCommand = { running: true, speed: 500, flash: { factor: 4, minutes: 5 } };
/** From a sale at a shop until the API shows it: a webhook, a batch of the ledger, and our looking. */
const seen_ms_max = 2_000;
let app: RunningApp;
let key: string;
let manifest: SandboxManifest;

beforeAll(async () => {
  app = await RunningApp.start({ demo: 'paused' });
  key = await app.createKey('admin');
  manifest = JSON.parse(readFileSync(path.join(app.dataDir, 'demo', 'sandbox.json'), 'utf8'));
  await until(
    async () => (await Promise.all(manifest.programs.map(({ name }) => status(name)))).length === 8,
  );
}, 600_000);
afterAll(() => app?.remove());

async function control<Answer>(name: string, pathname: string, body?: unknown): Promise<Answer> {
  const port = manifest.programs.find((program) => program.name === name)?.port;
  const response = await fetch(`http://127.0.0.1:${port}${pathname}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${manifest.secret}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}
const status = (name: string) => control<SandboxStatus>(name, '/control');
const command = (name: string, what: SandboxCommand) => control<SandboxStatus>(name, '/control', what);

async function shown(name: string): Promise<number> {
  const { levels } = await control<{ levels: { quantity: number }[] }>(name, `/control/listing?sku=${sku}`);
  return levels.reduce((sum, { quantity }) => sum + quantity, 0);
}

async function items<Item>(pathname: string): Promise<Item[]> {
  const { status, body } = await app.call(key, 'GET', `/api/v1${pathname}`);
  expect(status).toBe(200);
  return body.items as Item[];
}

interface Order {
  order: string;
  ordered: number;
}
/** What the ledger knows of a shop's own orders, those of the history left out. */
async function recorded(name: string): Promise<{ orders: number; units: number }> {
  const lines = await items<Order>(`/orders?channel=${name}&limit=1000`);
  const its = lines.filter(({ order }) => /-S-\d+$/.test(order));
  return {
    orders: new Set(its.map(({ order }) => order)).size,
    units: its.reduce((sum, { ordered }) => sum + ordered, 0),
  };
}

async function everythingTold(name: string): Promise<void> {
  await until(async () => {
    const [told, { orders, units }] = await Promise.all([recorded(name), status(name)]);
    return told.orders === orders && told.units === units;
  });
}

test('only its user can read its secrets, and only who knows one gets an answer', async () => {
  for (const name of ['sandbox.json', 'webshop/program.json', 'supplier/program.json'])
    expect(statSync(path.join(app.dataDir, 'demo', name)).mode & 0o077).toBe(0);
  const port = manifest.programs[0]?.port;
  for (const authorization of ['', 'Bearer wrong', `Bearer ${manifest.secret}x`])
    expect((await fetch(`http://127.0.0.1:${port}/control`, { headers: { authorization } })).status).toBe(
      401,
    );
  expect((await fetch(`http://127.0.0.1:${port}/shop/orders`)).status).toBe(401);
});

test('a sale at the shop stands in the ledger at once, and the listings follow', async () => {
  await until(async () => (await shown('webshop')) > 3);
  const available = async () => {
    const positions = await items<{ node: string; available: number }>(
      `/positions?sku=${sku}&node=bengaluru`,
    );
    return positions[0]?.available ?? Number.NaN;
  };
  const [thereBefore, shownBefore] = [await available(), await shown('webshop')];
  await command('webshop', { ...fast, flash: { sku, factor: 50, minutes: 1 } });
  await until(async () => (await shown('webshop')) < shownBefore);
  const soldAtMs = performance.now();
  await until(async () => (await available()) < thereBefore);
  expect(performance.now() - soldAtMs).toBeLessThan(seen_ms_max);
  await command('webshop', { running: false, flash: null });
  await everythingTold('webshop');
  // Nobody is told on every sale; but what both shops of the warehouse show is covered by their rights, and these by stock.
  await until(async () => {
    const listings = await items<{ channel: string; exposure: number }>(`/listings?sku=${sku}`);
    const pools = await items<{ nodes: string[]; availableToSell: number; float: number; held: number }>(
      `/pools?sku=${sku}`,
    );
    const pool = pools.find(({ nodes }) => nodes.includes('bengaluru'));
    const its = listings.filter(({ channel }) => channel === 'webshop' || channel === 'marketplace');
    const shops = [await shown('marketplace'), await shown('webshop')];
    const covered = its.every(({ exposure }, index) => (shops[index] ?? 0) <= exposure);
    return (
      covered && pool !== undefined && pool.float >= 0 && pool.float + pool.held === pool.availableToSell
    );
  });
  // At a first start all three months of history are booked before it.
}, 300_000);

test('a shop that is paused sells nothing, while others do', async () => {
  const before = await status('webshop');
  const other = await status('marketplace');
  expect(before).toMatchObject({ running: false });
  await command('marketplace', fast);
  await until(async () => (await status('marketplace')).orders > other.orders + 2);
  await command('marketplace', { running: false });
  expect((await status('webshop')).orders).toBe(before.orders);
});

test('what is late, told twice, failing and out of reach is all told in the end, once', async () => {
  for (const name of ['marketplace', 'turant'])
    await command(name, {
      ...fast,
      faults: { lateSeconds: 1, duplicated: 0.5, failing: 0.3 },
      downSeconds: 2,
    });
  const [marketplace, turant] = [await status('marketplace'), await status('turant')];
  await until(
    async () =>
      (await status('marketplace')).orders > marketplace.orders + 4 &&
      (await status('turant')).orders > turant.orders + 2,
  );
  for (const name of ['marketplace', 'turant'])
    await command(name, {
      running: false,
      faults: { lateSeconds: 0, duplicated: 0, failing: 0 },
      downSeconds: 0,
    });
  for (const name of ['marketplace', 'turant']) await everythingTold(name);
}, 90_000);

test('the tills report by events, and the shop on the street never sells what is not on its shelf', async () => {
  await command('jayanagar-till', fast);
  await until(async () => (await status('jayanagar-till')).orders > 2);
  await command('jayanagar-till', { running: false });
  await everythingTold('jayanagar-till');
});

test('a shop that is killed comes back with all it knew', async () => {
  const before = { ...(await status('webshop')), shown: await shown('webshop') };
  expect(before.orders).toBeGreaterThan(0);
  const folder = path.join(app.dataDir, 'demo', 'webshop');
  const pid = () =>
    execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes('shop.ts') && line.includes(`${folder} `))
      .map((line) => Number.parseInt(line, 10))[0];
  const killed = pid();
  expect(killed).toBeDefined();
  process.kill(killed ?? 0, 'SIGKILL');
  await until(async () => pid() !== undefined && pid() !== killed);
  await until(async () =>
    status('webshop')
      .then(() => true)
      .catch(() => false),
  );
  const { orders, units, refused, running, speed } = await status('webshop');
  expect({ orders, units, refused, running, speed, shown: await shown('webshop') }).toEqual({
    orders: before.orders,
    units: before.units,
    refused: before.refused,
    running: false,
    speed: before.speed,
    shown: before.shown,
  });
  // Its numbers go on where they were: an order of now is a new one.
  await command('webshop', fast);
  await until(async () => (await status('webshop')).orders > before.orders);
  await command('webshop', { running: false });
  await everythingTold('webshop');
});

test('nothing was oversold by it, and the proof holds', async () => {
  const incidents = await items<{ order: string }>('/incidents?limit=1000');
  expect(incidents.filter(({ order }) => /-S-\d+$/.test(order))).toEqual([]);
  expect((await app.call(key, 'GET', '/api/v1/proof')).body).toMatchObject({ balanced: true });
  const { afterMs } = await app.stop();
  expect(afterMs).toBeLessThan(20_000);
  const left = execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' });
  expect(left.split('\n').filter((line) => line.includes(app.dataDir))).toEqual([]);
});
