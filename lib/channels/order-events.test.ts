import { describe, expect, test } from 'vitest';
import { inventoryEventSchema } from '@/lib/ledger/events';
import { orderEvents, type ResolvedLine } from './order-events';
import { channelOrderSchema } from './order-snapshot';

const now = new Date('2026-03-02T12:00:00.000Z');
const context = { channel: 'web', connectedAt: new Date('2026-03-01T00:00:00Z') as Date | null, now };
const resolved: ResolvedLine = { sku: 'A', unitsPerListing: 6, node: undefined };
const eventsOf = (line: object, placedAt = '2026-03-02T10:00:00Z', given = context, ours = resolved) => {
  const order = channelOrderSchema.parse({
    order: 1001,
    placedAt,
    lines: [{ line: 'l1', listing: 'a', ordered: 2, ...line }],
  });
  const [first] = order.lines;
  return first === undefined ? [] : orderEvents(given, order, first, ours);
};

describe('the events of an order line', () => {
  test('a placed line is one snapshot in single units, and a valid event', () => {
    const [event, ...more] = eventsOf({});
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      source: 'truecount:channel:web',
      id: '1001/l1/12-0-0-0',
      occurredAt: '2026-03-02T10:00:00.000Z',
      ordered: 12,
      shipped: 0,
    });
    expect(inventoryEventSchema.parse(event)).toEqual(event);
  });

  test('a line that moved on tells when it was placed and when it left', () => {
    const events = eventsOf({ shipped: 1, cancelled: 1 });
    expect(events.map(({ id, occurredAt }) => [id, occurredAt])).toEqual([
      ['1001/l1/12-0-0-0', '2026-03-02T10:00:00.000Z'],
      ['1001/l1/12-6-6-0', '2026-03-02T12:00:00.000Z'],
    ]);
    expect(eventsOf({ cancelled: 2, cancelledAt: '2026-03-02T11:00:00Z' })[1]?.occurredAt).toBe(
      '2026-03-02T11:00:00.000Z',
    );
  });

  test('a cancellation carries when it was and how many units were put back, and units put back later are news', () => {
    const at = { cancelled: 2, cancelledAt: '2026-03-02T11:00:00Z' };
    const [, all] = eventsOf(at);
    expect(all).toMatchObject({ cancelledAt: '2026-03-02T11:00:00.000Z' });
    expect(all).not.toHaveProperty('restocked');
    const [placed, none] = eventsOf({ ...at, restocked: 0 });
    expect(placed).not.toHaveProperty('cancelledAt');
    expect(none).toMatchObject({ id: '1001/l1/12-12-0-0/0', restocked: 0 });
    const [, half] = eventsOf({ ...at, restocked: 1 });
    expect(half).toMatchObject({ id: '1001/l1/12-12-0-0/6', restocked: 6 });
    const [, every] = eventsOf({ ...at, restocked: 5 });
    expect(every).toMatchObject({ id: all?.id, restocked: 12 });
    for (const event of [all, none, half, every]) expect(inventoryEventSchema.parse(event)).toEqual(event);
  });

  test('an order from before the connection is one snapshot that says so', () => {
    const events = eventsOf({ shipped: 1 }, '2026-02-28T10:00:00Z');
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ beforeConnection: true, ordered: 12, shipped: 6 });
    expect(eventsOf({}, undefined, { ...context, connectedAt: null })[0]).toMatchObject({
      beforeConnection: true,
    });
  });

  test('the node of a location is passed on, a clock that is far ahead is not', () => {
    const [event] = eventsOf({}, '2027-01-01T00:00:00Z', context, { ...resolved, node: 'delhi' });
    expect(event).toMatchObject({ node: 'delhi', occurredAt: now.toISOString() });
  });

  test('long ids are hashed and stay different', () => {
    const long = (counted: number) =>
      orderEvents(
        context,
        { order: 'o'.repeat(190), placedAt: '2026-03-02T10:00:00.000Z', lines: [] },
        {
          line: 'l'.repeat(50),
          listing: 'a',
          location: '',
          ordered: counted,
          cancelled: 0,
          cancelledAt: undefined,
          restocked: undefined,
          shipped: 0,
          returned: 0,
        },
        resolved,
      )[0]?.id;
    expect(long(1)).toHaveLength(71);
    expect(long(1)).not.toBe(long(2));
  });
});
