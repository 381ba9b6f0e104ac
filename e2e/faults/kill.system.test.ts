import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { RunningApp, until } from '../running-app';
import { expectExactlyOnce } from './expect-exactly-once';
import { Load, loadCatalog, loadOpening } from './load';

/** Processes are killed while eight clients report events; what was acknowledged is there, once, and nothing twice. */
const warm_events = 1_000;
const test_ms_max = 240_000;

let app: RunningApp;
let key: string;
const loads: Load[] = [];

beforeAll(async () => {
  app = await RunningApp.start();
  key = await app.createKey('admin');
  expect((await app.call(key, 'PUT', '/api/v1/catalog', loadCatalog)).status).toBe(200);
  expect((await app.call(key, 'POST', '/api/v1/events', { events: loadOpening })).status).toBe(200);
});
// A test that failed has left its load running.
afterEach(() => Promise.all(loads.map((load) => load.stop())));
afterAll(() => app?.remove());

/** A load that has got going. */
async function underLoad(name: string): Promise<Load> {
  const load = new Load({ port: app.port, key }, name);
  loads.push(load);
  await load.acknowledgedAtLeast(warm_events);
  return load;
}

/** Lets the load go on until everything in hand when the fault struck has been answered, and more. */
async function afterFault(load: Load): Promise<void> {
  await until(() => load.resent > 0, test_ms_max);
  await load.acknowledgedAtLeast(load.acknowledged.size + warm_events);
  await load.stop();
}

test(
  'kill -9 of the web process: it comes back by itself',
  async () => {
    const load = await underLoad('web');
    const before = await app.processes();
    process.kill(before.web, 'SIGKILL');
    await afterFault(load);
    expect(load.failures.length).toBeGreaterThan(0);
    const after = await app.processes();
    expect(after.web).not.toBe(before.web);
    expect({ ...after, web: 0 }).toEqual({ ...before, web: 0 });
    await expectExactlyOnce(app, key, loads);
  },
  test_ms_max,
);

test(
  'kill -9 of Postgres: it is started again, and the load goes on',
  async () => {
    const load = await underLoad('postgres');
    const before = await app.processes();
    process.kill(before.postgres, 'SIGKILL');
    await until(() => ![undefined, before.postgres].includes(app.postmaster()));
    await load.acknowledgedAtLeast(load.acknowledged.size + warm_events);
    await load.stop();
    await app.ready();
    // Whoever was not answered was told so in a way that says: send it again.
    for (const failure of load.failures)
      expect(failure).toMatchObject({ what: 503, contentType: 'application/problem+json' });
    const after = await app.processes();
    expect({ web: after.web, serve: after.serve }).toEqual({ web: before.web, serve: before.serve });
    await expectExactlyOnce(app, key, loads);
  },
  test_ms_max,
);

test(
  'every connection to the database is cut: nobody has to notice',
  async () => {
    const load = await underLoad('cut');
    const database = await app.database();
    const { rows } = await database.query(
      `SELECT count(pg_terminate_backend(pid))::int AS cut FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    );
    expect(rows[0].cut).toBeGreaterThan(1);
    await database.end();
    await load.acknowledgedAtLeast(load.acknowledged.size + warm_events);
    await load.stop();
    for (const failure of load.failures)
      expect(failure).toMatchObject({ what: 503, contentType: 'application/problem+json' });
    await expectExactlyOnce(app, key, loads);
  },
  test_ms_max,
);

test(
  'kill -9 of everything at once: the next start recovers',
  async () => {
    const load = await underLoad('all');
    const { dataDir, port } = app;
    await app.killAll();
    await until(() => load.failures.length > 0);
    app = await RunningApp.start({ dataDir, port });
    await afterFault(load);
    await expectExactlyOnce(app, key, loads);
  },
  test_ms_max,
);

test(
  'kill -9 of the supervisor alone: its children end, and the next start takes over',
  async () => {
    const load = await underLoad('supervisor');
    const { dataDir, port } = app;
    const before = await app.processes();
    process.kill(before.serve, 'SIGKILL');
    await until(() => load.failures.length > 0);
    app = await RunningApp.start({ dataDir, port });
    await afterFault(load);
    expect((await app.processes()).web).not.toBe(before.web);
    await expectExactlyOnce(app, key, loads);
  },
  test_ms_max,
);
