import { expect, test } from 'vitest';
import { createScanQueue, type QueuedScan, type Sent } from './scan-queue';

/** As a browser keeps it: it outlives the page. */
function memory() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  };
}
const scan = (id: string): QueuedScan => ({
  id,
  round: 1,
  code: 'A',
  units: 1,
  scannedAt: '2026-03-01T10:00:00Z',
});
const counted = (scans: readonly QueuedScan[]): Sent => ({
  kind: 'taken',
  results: scans.map(({ id, code }) => ({ id, code, outcome: 'counted' as const })),
});

test('scans outlive a line that is down and a page that is closed, and leave once they are taken', async () => {
  const storage = memory();
  const server = new Map<string, QueuedScan>();
  let reachable = false;
  const open = () =>
    createScanQueue({
      storage,
      key: 'scans',
      taken: () => undefined,
      send: async (scans) => {
        // What reached the server although its answer was lost counts once.
        for (const each of scans) server.set(each.id, each);
        return reachable ? counted(scans) : { kind: 'unreachable' };
      },
    });
  const before = open();
  before.add(scan('1'));
  before.add(scan('2'));
  await expect.poll(() => before.view().offline).toBe(true);
  const after = open();
  expect(after.view().waiting.map(({ id }) => id)).toEqual(['1', '2']);
  reachable = true;
  after.add(scan('3'));
  await expect.poll(() => after.view().waiting).toEqual([]);
  expect(after.view().offline).toBe(false);
  expect([...server.keys()]).toEqual(['1', '2', '3']);
  expect(storage.kept.size).toBe(0);
});

test('what the server refuses for good stays on the device, with the reason', async () => {
  const queue = createScanQueue({
    storage: memory(),
    key: 'scans',
    taken: () => undefined,
    send: async () => ({ kind: 'refused', detail: 'You were signed out.' }),
  });
  queue.add(scan('1'));
  await expect.poll(() => queue.view().refused).toBe('You were signed out.');
  expect(queue.view().waiting).toHaveLength(1);
});
