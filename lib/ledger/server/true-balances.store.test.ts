import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withTransaction } from '@/lib/db/transaction';
import { emptyBalances, stockStates } from '../states';
import { close_days_consumer, closeRange } from './close-days';
import { commit_order_start, readEventRange } from './commit-order';
import { listPositions, type PositionItem, type PositionsQuery } from './list-positions';
import { createTestLedger, type TestLedger } from './test-ledger';
import { trueBalancesAt } from './true-balances';

let ledger: TestLedger;

beforeAll(async () => {
  ledger = await createTestLedger();
});
afterAll(() => ledger.drop());

/** Takes at most `events` more events into the daily rows, as the closing consumer does. */
async function close(events: number): Promise<void> {
  await withTransaction(ledger.pool, async (client) => {
    const { rows } = await client.query<{ xid: string; sequence: string }>(
      'SELECT xid, sequence FROM consumer_cursor WHERE consumer = $1 FOR UPDATE',
      [close_days_consumer],
    );
    const held = rows[0];
    const after =
      held === undefined ? commit_order_start : { xid: Number(held.xid), sequence: Number(held.sequence) };
    const range = await readEventRange(client, after, events);
    if (range === null) return;
    await closeRange(client, range);
    await client.query(
      `INSERT INTO consumer_cursor (consumer, xid, sequence) VALUES ($1, $2, $3)
       ON CONFLICT (consumer) DO UPDATE SET xid = excluded.xid, sequence = excluded.sequence`,
      [close_days_consumer, range.until.xid, range.until.sequence],
    );
  });
}

interface Reference {
  sku: string;
  node: string;
  balances: Record<(typeof stockStates)[number], number>;
}

/** The same by brute force: every posting is looked at. */
async function bruteForce(query: PositionsQuery): Promise<Reference[]> {
  const { rows } = await ledger.pool.query<Record<string, string>>(
    `SELECT sku, node, ${stockStates.map((state) => `coalesce(sum(${state}_delta), 0) AS ${state}`).join(', ')}
     FROM (SELECT sku, node FROM position WHERE sku = $1) keys
     LEFT JOIN posting p USING (sku, node)
     WHERE p.sku IS NULL OR (occurred_at <= $2 AND recorded_at <= $3)
     GROUP BY sku, node`,
    [query.sku, query.asOf ?? 'infinity', query.knownAt ?? 'infinity'],
  );
  return rows.map((row) => {
    const balances = emptyBalances();
    for (const state of stockStates) balances[state] = Number(row[state]);
    return { sku: row.sku ?? '', node: row.node ?? '', balances };
  });
}

function expectSame(items: readonly PositionItem[], references: readonly Reference[]): void {
  for (const item of items) {
    const found = references.find(({ node }) => node === item.node)?.balances ?? emptyBalances();
    expect({
      available: item.available,
      committed: item.committed,
      quality_control: item.qualityControl,
      damaged: item.damaged,
      incoming: item.incoming,
    }).toEqual(found);
    expect(item.provisional ?? false).toBe(Object.values(found).some((units) => units < 0));
  }
  for (const { node } of references) expect(items.map((item) => item.node)).toContain(node);
}

const dayMs = 24 * 60 * 60 * 1000;
/** Minutes before now: on both sides of midnights, with many on the very same minute. */
const ago = fc.oneof(fc.integer({ min: 0, max: 4 * 24 * 60 }), fc.integer({ min: 0, max: 30 }));
const node = fc.constantFrom('WH', 'D1');
const movement = fc.oneof(
  fc.record({ type: fc.constant('receipt'), node, quantity: fc.integer({ min: 1, max: 9 }), ago }),
  fc.record({
    type: fc.constant('adjustment'),
    node,
    quantity: fc.integer({ min: 1, max: 2 }),
    direction: fc.constant('increase'),
    state: fc.constantFrom('quality_control', 'damaged'),
    ago,
  }),
  fc.record({
    type: fc.constant('order_placed'),
    quantity: fc.integer({ min: 1, max: 4 }),
    channel: fc.constantFrom('web', 'quick'),
    order: fc.constantFrom('o1', 'o2', 'o3'),
    line: fc.constant('1'),
    ago,
  }),
  fc.record({
    type: fc.constant('order_shipped'),
    quantity: fc.integer({ min: 1, max: 3 }),
    channel: fc.constantFrom('web', 'quick'),
    order: fc.constantFrom('o1', 'o2', 'o3'),
    line: fc.constant('1'),
    node,
    ago,
  }),
);
/** Batches of movements; after each, so many events are taken into the daily rows. */
const history = fc.array(
  fc.record({ batch: fc.array(movement, { minLength: 1, maxLength: 6 }), closed: fc.nat({ max: 8 }) }),
  { minLength: 1, maxLength: 6 },
);

describe('balances as of an instant', () => {
  test('equal those by brute force, on both clocks, however far the daily rows have come', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(history, fc.array(ago, { minLength: 3, maxLength: 6 }), async (batches, asked) => {
        count += 1;
        const sku = `S${count}`;
        await ledger.addSku(sku);
        const startedMs = Date.now();
        const known: Date[] = [new Date(startedMs - 1)];
        for (const { batch, closed } of batches) {
          await ledger.post(
            ...batch.map(({ ago: minutes, ...fields }) => ({
              ...fields,
              sku,
              occurredAt: new Date(startedMs - minutes * 60_000).toISOString(),
            })),
          );
          await close(closed);
          const { rows } = await ledger.pool.query<{ at: Date }>(
            'SELECT max(recorded_at) AS at FROM posting',
          );
          if (rows[0] !== undefined) known.push(rows[0].at);
        }
        const instants = asked.map((minutes) => new Date(startedMs - minutes * 60_000));
        instants.push(new Date(startedMs + dayMs), new Date(startedMs - 10 * dayMs));
        for (const asOf of instants) {
          expectSame(
            (await listPositions(ledger.pool, { sku, asOf })).items,
            await bruteForce({ sku, asOf }),
          );
          for (const knownAt of known)
            expectSame(
              (await listPositions(ledger.pool, { sku, asOf, knownAt })).items,
              await bruteForce({ sku, asOf, knownAt }),
            );
        }
        for (const knownAt of known)
          expectSame(
            (await listPositions(ledger.pool, { sku, knownAt })).items,
            await bruteForce({ sku, knownAt }),
          );
        const now = (await listPositions(ledger.pool, { sku })).items;
        expectSame(now, await bruteForce({ sku }));

        const keys = instants.flatMap((at) =>
          ['WH', 'D1', 'nowhere'].map((each) => ({ sku, node: each, at })),
        );
        const truths = await withTransaction(ledger.pool, (client) => trueBalancesAt(client, keys));
        for (const { node: at, at: asOf, balances } of truths) {
          const found = (await bruteForce({ sku, asOf })).find((each) => each.node === at);
          expect(balances).toEqual(found?.balances ?? emptyBalances());
        }
      }),
      { numRuns: 12 },
    );
  });

  test('reads the tail by position when the daily rows have fallen far behind', async () => {
    await ledger.addSku('far');
    const many = Array.from({ length: 1_000 }, () => ({
      type: 'receipt',
      sku: 'far',
      quantity: 1,
      node: 'WH',
    }));
    for (let batch = 0; batch < 3; batch++) await ledger.post(...many);
    const { items } = await listPositions(ledger.pool, { sku: 'far', asOf: '2026-03-02T00:00:00Z' });
    expect(items).toMatchObject([{ node: 'WH', available: 3_000 }]);
  });

  test('lists all SKUs in order, page by page', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listPositions(ledger.pool, {
        node: 'WH',
        asOf: new Date(),
        limit: 7,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.items.map(({ sku }) => sku));
      cursor = page.next;
    } while (cursor !== undefined);
    const { rows } = await ledger.pool.query<{ sku: string }>(
      `SELECT sku FROM position WHERE node = 'WH' ORDER BY sku`,
    );
    expect(seen).toEqual(rows.map(({ sku }) => sku));
  });
});
