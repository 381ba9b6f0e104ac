import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { InventoryEvent } from './events';
import { LedgerInMemory } from './ledger-in-memory';
import {
  cancelled,
  later,
  placed,
  receipt,
  recorded,
  reserved,
  shipped,
  snapshot,
  TestBook,
  testCatalog,
  transfer,
} from './test-book';
import { batchesOf, eventsOf, outcomeOf, scarceStreams, streams, violationsOf } from './test-streams';

vi.setConfig({ testTimeout: 60_000 });
const runs = 150;
/** Well below what the writer allows: every round is a round trip. */
const rounds_max = 10;
const batchSizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 });

/** One unit is kept back at the first dark store, so that requests and facts see different numbers. */
const keptBack = (_sku: string, node: string) => (node === 'D1' ? 1 : 0);

/** Every event stands alone here: how a stream is cut into calls would change what stands or falls together. */
function ledgerOf(events: readonly InventoryEvent[], sizes: readonly number[]): LedgerInMemory {
  const ledger = new LedgerInMemory(testCatalog, keptBack);
  for (const batch of batchesOf(events, sizes))
    ledger.write(
      batch.map((event) => [event]),
      'tester',
      recorded,
    );
  return ledger;
}

/** Writing to what is frozen throws in a module. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const each of Object.values(value)) freeze(each);
}

describe('a random stream of every type', () => {
  test('keeps every invariant after every batch, and never writes to the state it was given', () => {
    fc.assert(
      fc.property(fc.oneof(streams(60), scarceStreams(60)), batchSizes, (steps, sizes) => {
        const ledger = new LedgerInMemory(testCatalog, keptBack);
        for (const batch of batchesOf(eventsOf(steps), sizes)) {
          const results = ledger.post(batch, 'tester', recorded);
          expect(results.map(({ source, id }) => [source, id])).toEqual(
            batch.map(({ source, id }) => [source, id]),
          );
          expect(violationsOf(ledger)).toEqual([]);
          expect(ledger.rounds_max).toBeLessThanOrEqual(rounds_max);
          for (const map of Object.values(ledger.state))
            if (map instanceof Map) for (const each of map.values()) freeze(each);
          for (const each of ledger.log) freeze(each);
        }
      }),
      { numRuns: runs },
    );
  });

  test('ends the same however it is cut into batches', () => {
    fc.assert(
      fc.property(streams(50), batchSizes, (steps, sizes) => {
        const events = eventsOf(steps);
        expect(outcomeOf(ledgerOf(events, sizes))).toEqual(outcomeOf(ledgerOf(events, [1])));
      }),
      { numRuns: runs },
    );
  });

  test('changes nothing when it is sent again, and gets its first answers', () => {
    fc.assert(
      fc.property(streams(40), batchSizes, (steps, sizes) => {
        const ledger = ledgerOf(eventsOf(steps), [5]);
        const before = outcomeOf(ledger);
        const recordedEvents = ledger.log.map(({ submitted }) => submitted.event);
        const again = batchesOf(recordedEvents, sizes).flatMap((batch) =>
          ledger.write(
            batch.map((event) => [event]),
            'somebody else',
            later(60),
          ),
        );
        expect(again.map(({ sequence, status, code }) => ({ sequence, status, code }))).toEqual(
          ledger.log.map(({ sequence, refusal }) => ({
            sequence,
            status: refusal === null ? 'duplicate' : 'refused',
            code: refusal?.code,
          })),
        );
        expect(outcomeOf(ledger)).toEqual(before);
      }),
      { numRuns: runs },
    );
  });
});

type Fact = { fields: Record<string, unknown>; id: string };

/** What became of two orders of a channel with one source, told by single events, snapshots, and some of both. */
const facts: fc.Arbitrary<Fact[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('placed', 'placed', 'cancelled', 'shipped', 'snapshot'),
      order: fc.constantFrom('o1', 'o2'),
      units: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat({ max: 6 }), fc.nat({ max: 9 })),
      minutes: fc.nat({ max: 30 }),
      twice: fc.boolean(),
    }),
    { minLength: 2, maxLength: 12 },
  )
  .map((list) =>
    list.flatMap(({ kind, order, units, minutes, twice }, index) => {
      const more = { channel: 'solo', occurredAt: later(minutes) };
      const [first] = units;
      const fields = {
        placed: placed(order, first, more),
        cancelled: cancelled(order, first, more),
        shipped: shipped(order, first, more),
        snapshot: snapshot(order, units, more),
      }[kind];
      const fact = { fields, id: `f${index}` };
      return twice ? [fact, fact] : [fact];
    }),
  );

const shuffled = <T>(list: fc.Arbitrary<T[]>): fc.Arbitrary<[T[], T[]]> =>
  list.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
  );

describe('the order in which facts arrive', () => {
  test('does not change what remains of orders where there is enough stock', () => {
    fc.assert(
      fc.property(shuffled(facts), batchSizes, fc.nat({ max: 12 }), ([one, other], sizes, units) => {
        const [first, second] = [one, other].map((list) => {
          const book = new TestBook();
          book.apply(receipt(1000));
          if (units > 0) book.apply(reserved('o1', units, { channel: 'solo' }));
          const events = list.map(({ fields, id }) => book.event({ ...fields, id }));
          for (const batch of batchesOf(events, sizes))
            book.ledger.write(
              batch.map((event) => [event]),
              'tester',
              recorded,
            );
          expect(violationsOf(book.ledger)).toEqual([]);
          const { state } = book.ledger;
          const lines = [...state.orderLines.values()].map((line) => ({ ...line, sequence: 0, placedAt: 0 }));
          return {
            balances: book.at('WH'),
            lines: lines.sort((a, b) => ((a.order ?? '') < (b.order ?? '') ? -1 : 1)),
            held: [...state.reservations.values()].map((of) => of?.held),
          };
        });
        expect(second).toEqual(first);
      }),
      { numRuns: runs },
    );
  });

  test('does not change what remains of a transfer', () => {
    const steps = fc.array(
      fc.record({
        kind: fc.constantFrom('ready', 'dispatched', 'dispatched', 'received', 'received'),
        quantity: fc.integer({ min: 1, max: 6 }),
        damaged: fc.nat({ max: 2 }),
        missing: fc.nat({ max: 2 }),
      }),
      { minLength: 2, maxLength: 8 },
    );
    fc.assert(
      fc.property(shuffled(steps), ([one, other]) => {
        const [first, second] = [one, other].map((list) => {
          const book = new TestBook();
          book.apply(receipt(1000));
          for (const { kind, quantity, damaged, missing } of list)
            book.apply(transfer(kind, quantity, kind === 'received' ? { damaged, missing } : {}));
          expect(violationsOf(book.ledger)).toEqual([]);
          return [book.at('WH'), book.at('D1')];
        });
        expect(second).toEqual(first);
      }),
      { numRuns: runs },
    );
  });
});
