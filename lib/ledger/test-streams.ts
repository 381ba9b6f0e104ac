import fc from 'fast-check';
import { type InventoryEvent, inventoryEventSchema, type OrderLineName } from './events';
import type { LedgerInMemory } from './ledger-in-memory';
import { sumUnits } from './order-line';
import { effectiveCounters, impliedBy } from './rules/order-counters';
import { keyOf } from './state';
import { emptyBalances, stockStates } from './states';
import { later, testCatalog } from './test-book';

/** One step of a random stream: small numbers that `eventsOf` makes an event of, so that shrinking stays readable. */
export interface Step {
  kind: (typeof kinds)[number];
  sku: number;
  node: number;
  channel: number;
  order: number;
  line: number;
  quantity: number;
  minutes: number;
  /** Further choices of the kind at hand. */
  extra: number;
  /** How far back an earlier event is meant: by a duplicate, a reversal, an approval. */
  back: number;
}

/** Every type, those that matter most more than once. */
const kinds = [
  'receipt',
  'receipt',
  'receipt',
  'placed',
  'placed',
  'placed',
  'placed',
  'cancelled',
  'cancelled',
  'shipped',
  'shipped',
  'snapshot',
  'snapshot',
  'return_received',
  'return_inspected',
  'transfer_ready',
  'transfer_dispatched',
  'transfer_received',
  'transfer_cancelled',
  'reserved',
  'reserved',
  'reserved',
  'ordered',
  'ordered',
  'released',
  'moved',
  'moved',
  'adjustment',
  'adjustment',
  'counted',
  'approved',
  'approved',
  'node_snapshot',
  'reversal',
  'duplicate',
  'changed',
] as const;

const { nodes } = testCatalog;
const channels = ['web', 'quick', 'solo'];

const stepOf = (from: readonly Step['kind'][]): fc.Arbitrary<Step> =>
  fc.record({
    kind: fc.constantFrom(...from),
    sku: fc.nat({ max: 1 }),
    node: fc.nat({ max: nodes.length - 1 }),
    channel: fc.nat({ max: channels.length - 1 }),
    order: fc.nat({ max: 2 }),
    line: fc.nat({ max: 1 }),
    quantity: fc.integer({ min: 1, max: 6 }),
    minutes: fc.nat({ max: 40 }),
    extra: fc.nat({ max: 11 }),
    back: fc.integer({ min: 1, max: 8 }),
  });

export const streams = (length_max: number, from: readonly Step['kind'][] = kinds): fc.Arbitrary<Step[]> =>
  fc.array(stepOf(from), { minLength: 1, maxLength: length_max, size: 'max' });

/** Scarce stock and many orders, so that claims can be moved, and are. */
export const scarceStreams = (length_max: number): fc.Arbitrary<Step[]> =>
  streams(length_max, [
    'receipt',
    'placed',
    'placed',
    'placed',
    'cancelled',
    'shipped',
    'reserved',
    'moved',
    'moved',
    'moved',
  ]);

const pick = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
};

/** The events of a stream, in order. `prefix` sets the ids of one stream apart from those of another. */
export function eventsOf(steps: readonly Step[], prefix = 's', skus = testCatalog.skus): InventoryEvent[] {
  const events: InventoryEvent[] = [];
  steps.forEach((of, index) => {
    const before = events.at(-of.back);
    if (of.kind === 'duplicate' && before !== undefined) {
      events.push(before);
      return;
    }
    if (of.kind === 'changed' && before !== undefined) {
      events.push({ ...before, reason: 'said again with other content' });
      return;
    }
    events.push(
      inventoryEventSchema.parse({
        source: of.extra === 11 ? 'truecount:test' : 'test',
        // Time-like ids, as reporters should make them.
        id: `${prefix}-${String(index).padStart(5, '0')}`,
        sku: pick(skus, of.sku),
        occurredAt: later(of.minutes),
        ...fieldsOf(of, events),
      }),
    );
  });
  return events;
}

const last = (events: readonly InventoryEvent[], types: readonly string[], back: number) => {
  const candidates = events.filter((event) => types.includes(event.type));
  return candidates.at(-Math.ceil(back / 2)) ?? candidates.at(-1);
};

/** An earlier event that a reversal or an approval means, as the three ways to name one. */
function referenceTo(of: Step, events: readonly InventoryEvent[], types: readonly string[]): unknown {
  const target = last(events, types, of.back) ?? events.at(-of.back);
  if (target === undefined) return 'never-reported';
  return of.extra % 2 === 0 && target.source === 'test'
    ? target.id
    : { source: target.source, id: target.id };
}

const lineNameOf = ({ channel, order, line }: OrderLineName): OrderLineName => ({ channel, order, line });

function fieldsOf(of: Step, events: readonly InventoryEvent[]): Record<string, unknown> {
  const { quantity, extra } = of;
  const node = pick(nodes, of.node);
  const channel = pick(channels, of.channel);
  const order = { channel, order: `o${of.order}`, line: `${of.line}` };
  const sometimesNode = extra % 4 === 0 ? { node } : {};
  const ends = { from: pick(nodes, of.order), to: pick(nodes, of.order + 1) };
  const transfer = {
    transfer: `t${of.order}`,
    line: `${of.line}`,
    ...(extra === 10 ? { from: ends.to, to: ends.from } : ends),
  };
  switch (of.kind) {
    case 'receipt':
    case 'duplicate':
    case 'changed':
      // Plenty now and then, so that there is something to reserve, to move and to lose.
      return { type: 'receipt', quantity: quantity * (1 + (extra % 9)), node };
    case 'placed':
      return { type: 'order_placed', quantity, ...order, ...sometimesNode };
    case 'cancelled':
      return { type: 'order_cancelled', quantity, ...order, ...sometimesNode };
    case 'shipped':
      return { type: 'order_shipped', quantity, ...order, ...sometimesNode };
    case 'snapshot':
      return {
        type: 'order_snapshot',
        ...order,
        ...sometimesNode,
        ordered: quantity,
        cancelled: extra % 3,
        shipped: of.back % 4,
        returned: of.back % 2,
        beforeConnection: extra === 7,
      };
    case 'return_received':
      return { type: 'return_received', quantity, node, ...(extra % 2 === 0 ? order : {}) };
    case 'return_inspected': {
      const disposition = pick(['available', 'damaged', 'scrap', 'supplier'], extra);
      return { type: 'return_inspected', quantity, node, disposition };
    }
    case 'transfer_ready':
    case 'transfer_dispatched':
      return { type: of.kind, quantity, ...transfer };
    case 'transfer_received':
      return { type: of.kind, quantity, ...transfer, damaged: extra % 3, missing: extra % 2 };
    case 'transfer_cancelled': {
      const known = last(events, ['transfer_ready', 'transfer_dispatched'], of.back);
      if (known?.type !== 'transfer_ready' && known?.type !== 'transfer_dispatched')
        return { type: of.kind, quantity, transfer: transfer.transfer, line: transfer.line };
      return { type: of.kind, quantity, sku: known.sku, transfer: known.transfer, line: known.line };
    }
    case 'reserved':
      return { type: of.kind, quantity, reservation: `r${extra % 2}`, ...order, ...sometimesNode };
    case 'ordered': {
      const held = last(events, ['reserved'], of.back);
      if (held?.type !== 'reserved') return { type: 'order_placed', quantity, ...order };
      const line = { sku: held.sku, channel: held.channel, order: held.order, line: held.line };
      return { type: extra % 3 === 0 ? 'order_shipped' : 'order_placed', quantity, ...line };
    }
    case 'released': {
      const held = last(events, ['reserved'], of.back);
      const type = 'reservation_released';
      if (held?.type !== 'reserved') return { type, quantity, reservation: 'r0', ...order };
      const line = { sku: held.sku, channel: held.channel, order: held.order, line: held.line };
      return { type, quantity, reservation: held.reservation, ...line };
    }
    case 'moved': {
      // From an early order to a late one of the same SKU, at a node that both channels sell from: now and then that fits.
      const orders = events.filter((event) => event.type === 'order_placed');
      const taker = orders.at(-Math.ceil(of.back / 2)) ?? orders.at(-1);
      if (taker === undefined)
        return { type: 'claims_moved', quantity, node, channel, order: 'never', line: '1' };
      const sources = testCatalog.channels[taker.channel] ?? [];
      const others = orders.filter(
        (event) =>
          event.sku === taker.sku && (event.channel !== taker.channel || event.order !== taker.order),
      );
      const giver = others.length === 0 || extra === 1 ? undefined : pick(others, extra);
      return {
        type: 'claims_moved',
        sku: taker.sku,
        quantity: quantity < 5 ? 1 : 2,
        node: extra === 0 ? node : pick(sources, extra),
        ...lineNameOf(taker),
        ...(giver === undefined ? {} : { giver: lineNameOf(giver) }),
      };
    }
    case 'adjustment': {
      const state = pick(['available', 'quality_control', 'damaged'], extra);
      if (extra > 8)
        return {
          type: 'adjustment',
          quantity,
          node,
          state,
          toState: state === 'damaged' ? 'available' : 'damaged',
        };
      return {
        type: 'adjustment',
        quantity,
        node,
        state,
        direction: of.back % 2 === 0 ? 'increase' : 'decrease',
      };
    }
    case 'counted':
      return {
        type: 'stock_counted',
        node,
        counted: quantity - 1,
        countedAt: later(of.minutes),
        ...(extra > 7 ? { state: pick(['available', 'quality_control', 'damaged'], extra) } : {}),
      };
    case 'approved': {
      const count = referenceTo(of, events, ['stock_counted']);
      const found = events.find(
        (event) => event.id === (typeof count === 'string' ? count : Object(count).id),
      );
      const counted =
        found !== undefined && 'node' in found ? { sku: found.sku, node: found.node } : { node };
      return { type: 'count_approved', of: count, ...counted };
    }
    case 'node_snapshot':
      return { type: 'node_snapshot', node, onHand: quantity, takenAt: later(of.minutes) };
    case 'reversal': {
      const target = referenceTo(of, events, [
        'receipt',
        'adjustment',
        'return_received',
        'return_inspected',
        'count_approved',
        'order_placed',
      ]);
      const found = events.find(
        (event) => event.id === (typeof target === 'string' ? target : Object(target).id),
      );
      return { type: 'reversal', of: target, ...(found === undefined ? {} : { sku: found.sku }) };
    }
  }
}

/** Cuts a stream into batches whose sizes repeat `sizes`. */
export function batchesOf<T>(list: readonly T[], sizes: readonly number[]): T[][] {
  const batches: T[][] = [];
  for (let from = 0, turn = 0; from < list.length; turn++) {
    const size = Math.max(1, pick(sizes, turn));
    batches.push(list.slice(from, from + size));
    from += size;
  }
  return batches;
}

/** Everything that must hold after any batch, as sentences about what does not. */
export function violationsOf(ledger: LedgerInMemory): string[] {
  return [...postingViolations(ledger), ...claimViolations(ledger), ...headViolations(ledger)];
}

function postingViolations(ledger: LedgerInMemory): string[] {
  const found: string[] = [];
  const running = new Map<string, { balances: ReturnType<typeof emptyBalances>; version: number }>();
  for (const { sequence, postings, refusal } of ledger.log) {
    if (refusal !== null && postings.length > 0) found.push(`event ${sequence} was refused and posted`);
    let sum = 0;
    for (const posting of postings) {
      const key = keyOf.position(posting.sku, posting.node);
      const before = running.get(key) ?? { balances: emptyBalances(), version: 0 };
      for (const state of stockStates) {
        before.balances[state] += posting.deltas[state];
        sum += posting.deltas[state];
        if (posting.balances[state] !== before.balances[state])
          found.push(`event ${sequence}: the running ${state} of ${key} does not chain`);
        if (posting.balances[state] < 0) found.push(`event ${sequence}: ${state} of ${key} is below zero`);
      }
      for (const units of Object.values(posting.outside)) sum += units;
      before.version += 1;
      if (posting.version !== before.version) found.push(`event ${sequence}: version ${posting.version}`);
      running.set(key, before);
    }
    if (sum !== 0) found.push(`the postings of event ${sequence} sum to ${sum}`);
  }
  for (const [key, position] of ledger.state.positions) {
    if (position === null) continue;
    const summed = running.get(key) ?? { balances: emptyBalances(), version: 0 };
    if (position.version !== summed.version) found.push(`${key} is at version ${position.version}`);
    for (const state of stockStates)
      if (position.balances[state] !== summed.balances[state])
        found.push(`${state} of ${key} is not the sum of its postings`);
  }
  return found;
}

function claimViolations(ledger: LedgerInMemory): string[] {
  const found: string[] = [];
  const { state } = ledger;
  const committed = new Map<string, number>();
  const incoming = new Map<string, number>();
  const add = (to: Map<string, number>, sku: string, node: string, units: number) => {
    if (units < 0) found.push(`${units} units held of ${sku} at ${node}`);
    const key = keyOf.position(sku, node);
    if (units !== 0) to.set(key, (to.get(key) ?? 0) + units);
  };
  for (const line of state.orderLines.values()) {
    if (line === null) continue;
    for (const [node, units] of Object.entries(line.claims)) add(committed, line.sku, node, units);
    const { open, waiting } = impliedBy(effectiveCounters(line));
    const name = `line ${line.line} of order ${line.order} on ${line.channel}`;
    if (sumUnits(line.claims) + line.backordered !== open) found.push(`${name} does not hold what is open`);
    if (sumUnits(line.waiting) !== waiting) found.push(`${name} does not keep what waits for its order`);
    for (const node of state.channels.get(line.channel) ?? [])
      if (line.backordered > 0 && ledger.balances(line.sku, node).available > 0)
        found.push(`${name} waits although ${node} has units available`);
  }
  for (const of of state.reservations.values()) {
    if (of === null) continue;
    for (const [node, units] of Object.entries(of.claims)) add(committed, of.sku, node, units);
    if (sumUnits(of.claims) !== of.held)
      found.push(`reservation ${of.reservation} holds other than it claims`);
    if (of.held + of.converted + of.released !== of.quantity)
      found.push(`reservation ${of.reservation} does not add up`);
  }
  for (const of of state.transfers.values()) {
    if (of === null) continue;
    add(committed, of.sku, of.from, of.held);
    add(incoming, of.sku, of.to, of.inTransit);
  }
  for (const [name, held] of Object.entries({ committed, incoming })) {
    const of = name === 'committed' ? 'committed' : 'incoming';
    for (const key of new Set([...held.keys(), ...state.positions.keys()])) {
      const there = state.positions.get(key)?.balances[of] ?? 0;
      if (there !== (held.get(key) ?? 0))
        found.push(`${name} of ${key}: ${there}, held ${held.get(key) ?? 0}`);
    }
  }
  return found;
}

function headViolations({ state }: LedgerInMemory): string[] {
  const found: string[] = [];
  for (const head of state.heads.values()) {
    if (head === null) continue;
    let backordered = 0;
    let reserved = 0;
    for (const line of state.orderLines.values()) if (line?.sku === head.sku) backordered += line.backordered;
    for (const of of state.reservations.values()) if (of?.sku === head.sku) reserved += of.held;
    if (head.backordered !== backordered) found.push(`head of ${head.sku}: backordered ${head.backordered}`);
    if (head.reserved !== reserved) found.push(`head of ${head.sku}: reserved ${head.reserved}`);
  }
  return found;
}

/** The whole outcome, for comparing two ledgers; sequences count as they are. */
export function outcomeOf(ledger: LedgerInMemory): unknown {
  const { state } = ledger;
  const rows = (map: Map<string, unknown>) =>
    Object.fromEntries([...map].filter(([, value]) => value !== null).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    heads: rows(state.heads),
    positions: rows(state.positions),
    orderLines: rows(state.orderLines),
    reservations: rows(state.reservations),
    transfers: rows(state.transfers),
    counts: rows(state.counts),
    recorded: rows(state.recorded),
    incidents: ledger.incidents,
    discrepancies: ledger.discrepancies,
    postings: ledger.log.map(({ sequence, postings, occurredAt, shortfall, reverses }) => ({
      sequence,
      occurredAt,
      shortfall,
      reverses,
      postings,
    })),
  };
}
