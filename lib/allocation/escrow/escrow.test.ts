import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openProtocolCapabilities, strictAllowed } from './capabilities';
import { explainDeficit } from './change-supply';
import { fitWrite } from './fit-write';
import { checkInvariants } from './invariants';
import { unitsOf } from './order-units';
import { betweenOurClocks } from './read-back';
import { escrowRules as rules } from './rules';
import { channelOf, type EscrowState, floatOf, openEscrow, type PushRefusal, type Step } from './state';

const one = () =>
  openEscrow({ n: 90 }, { web: { nodes: ['n'], since: 0 }, shop: { nodes: ['n'], since: 0 } });

function done(step: Step | PushRefusal | { refused: string }): EscrowState {
  if ('refused' in step) throw new Error(step.refused);
  return step.state;
}

function absolute(quantity: number, times = 1) {
  return { kind: 'absolute', quantity, times } as const;
}

function show(state: EscrowState, id: number, quantity: number): EscrowState {
  return done(rules.sendPush(state, { channel: 'web', id, write: absolute(quantity) }));
}

test('an absolute push costs all it shows until the watermark has passed its acknowledgement', () => {
  let state = show(one(), 1, 40);
  state = rules.settlePush(state, 'web', 1, { outcome: 'applied', interval: { from: 10, to: 10 } }).state;
  state = show(state, 2, 45);
  expect([floatOf(state), channelOf(state, 'web').exposure]).toEqual([5, 85]);
  state = rules.recordOrder(state, { channel: 'web', node: 'n', units: 3, at: 15 }).state;
  state = rules.settlePush(state, 'web', 2, { outcome: 'applied', interval: { from: 20, to: 20 } }).state;
  state = rules.recordOrder(state, { channel: 'web', node: 'n', units: 2, at: 25 }).state;
  expect([floatOf(state), channelOf(state, 'web').exposure]).toEqual([5, 80]);
  const { state: settled, effects } = rules.advanceWatermark(state, 'web', 20);
  expect([floatOf(settled), channelOf(settled, 'web').exposure]).toEqual([42, 43]);
  expect(effects).toContainEqual({ type: 'excess_returned', channel: 'web', units: 37 });
});

test('what the float cannot cover is refused, showing nothing never', () => {
  const state = show(one(), 1, 60);
  const refused = rules.sendPush(state, { channel: 'shop', id: 1, write: absolute(31) });
  expect(refused).toEqual({ refused: 'float_short', shortBy: 1 });
  expect(fitWrite(state, 'shop', absolute(31))).toEqual(absolute(30));
  expect(fitWrite(state, 'shop', absolute(31, 2))).toEqual(absolute(15, 2));
  expect(rules.sendPush(state, { channel: 'web', id: 2, write: absolute(0) })).toEqual({
    refused: 'push_open',
  });
  const shortage = rules.changeSupply(state, { node: 'n', units: -50 });
  expect(shortage.effects).toEqual([{ type: 'deficit', units: 20 }]);
  expect('refused' in rules.sendPush(shortage.state, { channel: 'shop', id: 1, write: absolute(0) })).toBe(
    false,
  );
});

test('an order beyond the exposure is a debt that its restock report pays', () => {
  let state = rules.recordOrder(one(), { channel: 'web', node: 'n', units: 1, at: 5 }).state;
  expect(channelOf(state, 'web')).toMatchObject({ exposure: 0, debt: 1 });
  expect(floatOf(state)).toBe(89);
  const cancelled = { channel: 'web', node: 'n', units: 1, at: 4 } as const;
  state = rules.recordCancellation(state, { ...cancelled, restock: 'may' }).state;
  expect(channelOf(state, 'web').debt).toBe(0);
  expect(floatOf(state)).toBe(90);
  state = rules.recordCancellation(state, { ...cancelled, restock: 'yes' }).state;
  expect(channelOf(state, 'web').exposure).toBe(1);
  state = rules.recordCancellation(state, { ...cancelled, restock: 'never' }).state;
  expect(floatOf(state)).toBe(91);
});

test('a read-back above what explains itself is suspected first, then drift; an order from before it is late', () => {
  let state = done(rules.askReadBack(show(one(), 1, 0), 'shop', 1));
  const answered = rules.answerReadBack(state, 'shop', 1, {
    shown: 124,
    interval: betweenOurClocks(100, 110, 5),
  });
  expect(answered.effects).toEqual([{ type: 'drift_suspected', channel: 'shop', units: 124 }]);
  const passed = rules.advanceWatermark(answered.state, 'shop', 115);
  expect(passed.effects).toEqual([
    { type: 'drift', channel: 'shop', units: 124 },
    { type: 'deficit', units: 34 },
  ]);
  expect(explainDeficit(passed.state, 90, 0)).toEqual({ kind: 'recalling', units: 34 });
  expect(explainDeficit(passed.state, 90, 40)).toEqual({ kind: 'by_policy', units: 34 });
  expect(explainDeficit(passed.state, -5, 0)).toEqual({ kind: 'real_shortage', units: 5 });
  state = passed.state;
  const late = rules.recordOrder(state, { channel: 'shop', node: 'n', units: 2, at: 115 });
  expect(late.effects[0]).toEqual({ type: 'watermark_broken', channel: 'shop', at: 115, units: 2 });
  expect(channelOf(late.state, 'shop').exposure).toBe(124);
});

test('a request of our own is never met with rights that a channel shows', () => {
  const state = show(one(), 1, 60);
  expect(rules.admitRequest(state, { node: 'n', units: 31, channel: 'web' })).toEqual({
    refused: 'insufficient_stock',
    shortBy: 1,
    available: 30,
    reclaimable: 60,
  });
  expect(floatOf(done(rules.admitRequest(state, { node: 'n', units: 30 })))).toBe(0);
});

test('847 = 723 in a warehouse and 124 in dark stores that one channel alone sells', () => {
  const nodes = { warehouse: ['warehouse'], both: ['warehouse', 'dark'] };
  let state = openEscrow(
    { warehouse: 723, dark: 124 },
    {
      a: { nodes: nodes.warehouse, since: 0 },
      b: { nodes: nodes.warehouse, since: 0 },
      c: { nodes: nodes.both, since: 0 },
    },
  );
  for (const [channel, quantity] of [
    ['a', 387],
    ['b', 118],
    ['c', 124],
  ] as const)
    state = done(rules.sendPush(state, { channel, id: 1, write: { kind: 'delta', by: quantity } }));
  // The dark stores first: they are no use to anybody else.
  expect(channelOf(state, 'c').held).toEqual({ dark: 124 });
  for (const [channel, units, node] of [
    ['a', 312, 'warehouse'],
    ['b', 89, 'warehouse'],
    ['c', 47, 'dark'],
  ] as const)
    state = rules.recordOrder(state, { channel, node, units, at: 1 }).state;
  const held = (channel: string) => channelOf(state, channel).exposure;
  expect([held('a'), held('b'), held('c'), floatOf(state)]).toEqual([75, 29, 77, 218]);
});

test('a node below zero exchanges rights before anybody is recalled', () => {
  let state = openEscrow(
    { m: 2, n: 2 },
    { a: { nodes: ['m', 'n'], since: 0 }, b: { nodes: ['n'], since: 0 } },
  );
  state = done(rules.sendPush(state, { channel: 'a', id: 1, write: { kind: 'delta', by: 2 } }));
  expect(channelOf(state, 'a').held).toEqual({ m: 2 });
  // A loss at m: one of a's rights moves to n, whose float pays for it.
  const lost = rules.changeSupply(state, { node: 'm', units: -1 });
  expect(lost.effects).toEqual([]);
  expect(channelOf(lost.state, 'a').held).toEqual({ m: 1, n: 1 });
  expect(lost.state.float).toEqual({ m: 0, n: 1 });
  const shipped = rules.shipElsewhere(lost.state, { committedAt: 'm', shippedFrom: 'n', units: 1 });
  expect(shipped.state.float).toEqual({ m: 1, n: 0 });
});

test('strict mode says why not', () => {
  expect(strictAllowed(openProtocolCapabilities)).toEqual({ allowed: true });
  const blind = {
    ...openProtocolCapabilities,
    write: 'absolute',
    timesApplied: null,
    terminalStatus: false,
    refusesAtZero: false,
    watermark: 'orders',
  } as const;
  expect(strictAllowed(blind)).toEqual({
    allowed: false,
    reasons: ['sells_below_zero', 'times_applied_unknown', 'push_never_settles', 'drift_not_detectable'],
  });
});

test('whatever is reported, no unit is lost between float and rights', () => {
  const command = fc.record({
    kind: fc.constantFrom('order', 'cancel', 'supply', 'push', 'settle', 'drop', 'watermark', 'ship'),
    channel: fc.constantFrom('a', 'b'),
    node: fc.constantFrom('m', 'n'),
    units: fc.integer({ min: 1, max: 5 }),
    at: fc.integer({ min: 0, max: 50 }),
  });
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
      let state = openEscrow(
        { m: 10, n: 10 },
        { a: { nodes: ['m', 'n'], since: 0 }, b: { nodes: ['n'], since: 0 } },
      );
      const toSell: Record<string, number> = { m: 10, n: 10 };
      const move = (node: string, units: number) => {
        toSell[node] = (toSell[node] ?? 0) + units;
      };
      for (const [index, { kind, channel, units, at, ...where }] of commands.entries()) {
        const node = channel === 'b' ? 'n' : where.node;
        const [last] = channelOf(state, channel).pushes;
        if (kind === 'order') {
          state = rules.recordOrder(state, { channel, node, units, at }).state;
          move(node, -units);
        } else if (kind === 'cancel') {
          state = rules.recordCancellation(state, { channel, node, units, at, restock: 'may' }).state;
          move(node, units);
        } else if (kind === 'supply') {
          state = rules.changeSupply(state, { node, units: units - 3 }).state;
          move(node, units - 3);
        } else if (kind === 'ship') {
          state = rules.shipElsewhere(state, { committedAt: 'm', shippedFrom: 'n', units }).state;
          move('m', units);
          move('n', -units);
        } else if (kind === 'push') {
          const sent = rules.sendPush(state, { channel, id: index, write: absolute(units) });
          if (!('refused' in sent)) state = sent.state;
        } else if (kind === 'watermark') state = rules.advanceWatermark(state, channel, at).state;
        else if (last !== undefined)
          state = rules.settlePush(
            state,
            channel,
            last.id,
            kind === 'settle'
              ? { outcome: 'applied', interval: { from: at, to: at } }
              : { outcome: 'dropped' },
          ).state;
        expect(checkInvariants(state, toSell)).toEqual([]);
      }
    }),
  );
});

describe('the units of an order line', () => {
  const snapshot = (ordered: number, cancelled: number, restocked?: number) =>
    ({
      type: 'order_snapshot',
      ordered,
      cancelled,
      ...(restocked === undefined ? {} : { restocked }),
    }) as const;
  /** Ordered, cancelled and put back by each event. */
  const told = (...events: Parameters<typeof unitsOf>[1][]) => {
    let line: Parameters<typeof unitsOf>[0] = null;
    return events.map((event) => {
      const { after, ordered, cancelled, restocked } = unitsOf(line, event, line === null);
      line = after;
      return [ordered, cancelled, restocked];
    });
  };

  test('all that is cancelled may have been put back, unless the channel says how much', () => {
    expect(told(snapshot(3, 0), snapshot(3, 2))).toEqual([
      [3, 0, 0],
      [0, 2, 2],
    ]);
    expect(told(snapshot(3, 0), snapshot(3, 2, 0), snapshot(3, 3, 1))).toEqual([
      [3, 0, 0],
      [0, 2, 0],
      [0, 1, 1],
    ]);
    expect(told({ type: 'order_placed', quantity: 2 }, { type: 'order_cancelled', quantity: 1 })).toEqual([
      [2, 0, 0],
      [0, 1, 1],
    ]);
  });

  test('what was put back is told once, in whatever order it comes, and never more than was cancelled', () => {
    expect(told(snapshot(2, 2, 0), snapshot(2, 2, 2), snapshot(2, 2, 0))).toEqual([
      [2, 2, 0],
      [0, 0, 2],
      [0, 0, 0],
    ]);
    expect(told(snapshot(2, 1, 9))).toEqual([[2, 1, 1]]);
    // Cancelled before it was ordered, as far as we know.
    expect(told(snapshot(0, 2), snapshot(2, 2))).toEqual([
      [0, 0, 0],
      [2, 2, 2],
    ]);
  });
});
