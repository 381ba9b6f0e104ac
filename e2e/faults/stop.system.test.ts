import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunningApp } from '../running-app';
import { expectExactlyOnce } from './expect-exactly-once';
import { Load, load_clients, loadCatalog, loadOpening } from './load';

const warm_events = 1_000;
const exit_ms_max = 15_000;
const test_ms_max = 180_000;

let app: RunningApp;
let key: string;

beforeAll(async () => {
  app = await RunningApp.start();
  key = await app.createKey('admin');
  expect((await app.call(key, 'PUT', '/api/v1/catalog', loadCatalog)).status).toBe(200);
  expect((await app.call(key, 'POST', '/api/v1/events', { events: loadOpening })).status).toBe(200);
});
afterAll(() => app?.remove());

test(
  'SIGTERM under load: what is in flight is answered or gets 503, and all ends cleanly',
  async () => {
    const load = new Load({ port: app.port, key }, 'term', false);
    await load.acknowledgedAtLeast(warm_events);
    const signalledMs = performance.now();
    const exit = await app.stop('SIGTERM');
    expect(exit).toMatchObject({ code: 0, signal: null });
    expect(exit.afterMs).toBeLessThan(exit_ms_max);
    await load.stop();

    // Every client went on until it was turned away.
    expect(load.failures).toHaveLength(load_clients);
    for (const { what, contentType, startedMs } of load.failures) {
      if (what === 503) expect(contentType).toBe('application/problem+json');
      // Who comes later finds nobody, and is not half served.
      else expect({ what, late: startedMs > signalledMs }).toMatchObject({ late: true });
    }

    const { dataDir, port } = app;
    app = await RunningApp.start({ dataDir, port });
    for (const events of load.unanswered) expect(await load.send(events)).toBeNull();
    await expectExactlyOnce(app, key, [load]);
  },
  test_ms_max,
);
