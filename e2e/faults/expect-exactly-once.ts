import { expect } from 'vitest';
import { type RunningApp, until } from '../running-app';
import { type Load, load_skus, loadOpening } from './load';

interface Recorded {
  id: string;
  sequence: string;
  sku: string;
  type: string;
  quantity: string;
  postings: string;
}

/**
 * Every event that was acknowledged stands in the ledger once, under the number it was acknowledged with, nothing else
 * stands there, each moved stock once, the positions are their sum, and the proof holds.
 */
export async function expectExactlyOnce(app: RunningApp, key: string, loads: readonly Load[]): Promise<void> {
  const acknowledged = new Map(loads.flatMap((load) => [...load.acknowledged]));
  const expected = new Map(loadOpening.map(({ sku, quantity }) => [sku, { onHand: quantity, committed: 0 }]));
  const database = await app.database();
  try {
    const { rows } = await database.query<Recorded>(
      `SELECT e.id, e.sequence, e.sku, e.type, e.quantity,
         (SELECT count(*) FROM posting p WHERE p.xid = e.xid AND p.sequence = e.sequence) AS postings
       FROM inventory_event e WHERE e.source = 'load'`,
    );
    const recorded = rows.filter((row) => !row.id.startsWith('opening-'));
    expect(rows.length - recorded.length).toBe(load_skus);
    expect(recorded).toHaveLength(acknowledged.size);
    for (const row of recorded) {
      const known = acknowledged.get(row.id);
      expect({ id: row.id, sequence: Number(row.sequence), postings: Number(row.postings) }).toEqual({
        id: row.id,
        sequence: known?.sequence,
        postings: 1,
      });
      const position = expected.get(row.sku);
      if (position === undefined) throw new Error(`${row.sku} is not of this load`);
      const units = Number(row.quantity);
      if (row.type === 'receipt') position.onHand += units;
      else if (row.type === 'order_placed') position.committed += units;
      else {
        position.onHand -= units;
        position.committed -= units;
      }
    }
    const { body } = await app.call(key, 'GET', '/api/v1/positions?limit=1000');
    const positions = body.items as { sku: string; onHand: number; committed: number }[];
    expect(new Map(positions.map(({ sku, onHand, committed }) => [sku, { onHand, committed }]))).toEqual(
      expected,
    );
  } finally {
    await database.end();
  }
  await expectListingsFollow(app, key, expected);
  expect(await app.verify()).toMatchObject({ balanced: true, events: acknowledged.size + load_skus });
}

/** The worker has caught up with every event: what may be listed is what the fault and its aftermath have left. */
async function expectListingsFollow(
  app: RunningApp,
  key: string,
  expected: ReadonlyMap<string, { onHand: number; committed: number }>,
): Promise<void> {
  const left = [...expected].map(([sku, { onHand, committed }]) => [sku, onHand - committed]);
  await until(async () => {
    const { body } = await app.call(key, 'GET', '/api/v1/listings?limit=1000');
    const listings = body.items as { sku: string; target: number }[];
    return JSON.stringify(listings.map(({ sku, target }) => [sku, target])) === JSON.stringify(left);
  });
}
