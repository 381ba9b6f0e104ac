import type { Effects } from '../effects';
import type { EventOf } from '../events';
import { addUnits } from '../order-line';
import type { Refusal } from '../refusals';
import { keyOf, type StockCount } from '../state';
import { type Balances, onHand } from '../states';
import { backorder, claimOver } from './backorders';
import { resolveReference } from './reversal';

/** A count is written down; it posts nothing until another person has approved it. */
export function applyStockCounted(effects: Effects, event: EventOf<'stock_counted'>): null {
  effects.draft.counts.add(keyOf.count(event.sku, effects.sequence), {
    sku: event.sku,
    sequence: effects.sequence,
    node: event.node,
    state: event.state ?? '',
    counted: event.counted,
    countedAt: event.countedAt,
    session: event.session ?? null,
    variance: null,
    approvedSequence: null,
  });
  return null;
}

/** What the counter saw, out of the balances: one state, or what stands on the shelf (available + committed). */
export function countedBalance(count: Pick<StockCount, 'state'>, balances: Balances): number {
  return count.state === '' ? balances.available + balances.committed : balances[count.state];
}

/**
 * Posts the variance of a count: counted − what was on hand as of the count, by the clock of occurrence, so that what
 * moved since (and what is reported late but happened before) does not look like a loss.
 */
export function applyCountApproved(effects: Effects, event: EventOf<'count_approved'>): Refusal | null {
  const { draft } = effects;
  const reference = resolveReference(effects, event);
  if (reference === null) return unknown(event);
  const found = draft.counts.get(keyOf.count(event.sku, reference.sequence));
  if (found === null || found.node !== event.node) return unknown(event);
  if (found.approvedSequence !== null)
    return {
      code: 'already_approved',
      detail: `This count was approved as event ${found.approvedSequence}.`,
    };
  const count = draft.counts.edit(keyOf.count(event.sku, reference.sequence), () => found);
  const variance = count.counted - countedBalance(count, trueBalances(effects, count.node, count.countedAt));
  count.variance = variance;
  count.approvedSequence = effects.sequence;
  effects.backdate(count.countedAt);
  if (variance > 0)
    effects.move(variance, 'adjustment', count.state === '' ? 'available' : count.state, count.node);
  if (variance < 0) lose(effects, count, -variance);
  const position = draft.position(event.sku, count.node);
  position.countedAt = Math.max(position.countedAt ?? 0, Date.parse(count.countedAt));
  effects.resolutions.push({
    sku: event.sku,
    sequence: effects.sequence,
    node: count.node,
    document: null,
    until: count.countedAt,
  });
  return null;
}

function unknown(event: EventOf<'count_approved'>): Refusal {
  return { code: 'unknown_event', detail: `No count of ${event.sku} at ${event.node} is known under "of".` };
}

/** The balances as they truly were at an instant, from what is recorded and what this batch has added. */
export function trueBalances(effects: Effects, node: string, at: string): Balances {
  const { draft, event } = effects;
  const key = keyOf.trueBalance(event.sku, node, at);
  const balances = { ...draft.loaded('trueBalances', draft.state.trueBalances, key) };
  const until = Date.parse(at);
  for (const recorded of draft.recordedHere.values()) {
    if (recorded.submitted.event.sku !== event.sku || Date.parse(recorded.occurredAt) > until) continue;
    for (const posting of recorded.postings)
      if (posting.node === node)
        for (const state of Object.keys(balances) as (keyof Balances)[])
          balances[state] += posting.deltas[state];
  }
  return balances;
}

/** A loss that has happened: what is available goes first, then what is committed, the latest order first. */
function lose(effects: Effects, count: StockCount, units: number): void {
  const { node } = count;
  const state = count.state === '' ? 'available' : count.state;
  const first = Math.min(units, effects.balance(node, state));
  effects.move(first, state, 'adjustment', node);
  let left = units - first;
  if (left === 0) return;
  if (count.state !== '' && count.state !== 'available') {
    // The units have left this state since they were counted as missing: the books cannot say from where.
    effects.open('beyond_books', node, first, units, null);
    return;
  }
  left = loseFromOrders(effects, node, left);
  left = loseFromHolds(effects, node, left);
  if (left > 0) effects.open('beyond_books', node, units - left, units, null);
}

function loseFromOrders(effects: Effects, node: string, units: number): number {
  const { draft, event } = effects;
  let left = units;
  const lines = [];
  for (const key of draft.claimsAt(event.sku, node).orderLines) {
    const line = draft.orderLines.get(key);
    if (line !== null && (line.claims[node] ?? 0) > 0) lines.push({ key, line });
  }
  const channels = new Set(lines.map(({ line }) => line.channel));
  draft.needPositions(event.sku, new Set([...channels].flatMap((channel) => draft.sourcesOf(channel))));
  lines.sort((a, b) => b.line.placedAt - a.line.placedAt || b.line.sequence - a.line.sequence);
  for (const { key, line: found } of lines) {
    if (left === 0) break;
    const line = draft.orderLines.edit(key, () => found);
    const take = Math.min(left, line.claims[node] ?? 0);
    effects.move(take, 'committed', 'adjustment', node);
    addUnits(line.claims, node, -take);
    const others = draft.sourcesOf(line.channel).filter((other) => other !== node);
    backorder(effects, line, claimOver(effects, line, take, others), 'ledger_error');
    left -= take;
  }
  return left;
}

/** Where no order holds the units, a reservation or a ready transfer does, and loses them. */
function loseFromHolds(effects: Effects, node: string, units: number): number {
  const { draft, event } = effects;
  let left = units;
  if (left === 0) return 0;
  const held = draft.claimsAt(event.sku, node);
  for (const key of held.reservations.sort().reverse()) {
    const found = draft.reservations.get(key);
    const take = Math.min(left, found?.claims[node] ?? 0);
    if (found === null || take === 0) continue;
    const reservation = draft.reservations.edit(key, () => found);
    effects.move(take, 'committed', 'adjustment', node);
    addUnits(reservation.claims, node, -take);
    reservation.held -= take;
    reservation.released += take;
    draft.head(event.sku).reserved -= take;
    left -= take;
  }
  for (const key of held.transfers.sort().reverse()) {
    const found = draft.transfers.get(key);
    if (found === null || found.from !== node || found.held === 0) continue;
    const take = Math.min(left, found.held);
    if (take === 0) continue;
    const transfer = draft.transfers.edit(key, () => found);
    effects.move(take, 'committed', 'adjustment', node);
    transfer.cancelledReady += take;
    transfer.held -= take;
    left -= take;
  }
  return left;
}

/**
 * A node's own report posts nothing; where it differs from the books as of its time, a discrepancy opens. It takes the
 * place of the node's report before it, whose case is not open any more; one that is older than that says nothing.
 */
export function applyNodeSnapshot(effects: Effects, event: EventOf<'node_snapshot'>): Refusal | null {
  const { sku, node, onHand: reported, takenAt } = event;
  const key = keyOf.position(sku, node);
  const last = effects.draft.snapshots.get(key);
  if (last !== null && Date.parse(takenAt) < Date.parse(last.takenAt))
    return {
      code: 'older_snapshot',
      detail: `${node} has reported ${sku} as of ${last.takenAt} already: a report of ${takenAt} is older and says nothing any more.`,
    };
  const expected = onHand(trueBalances(effects, node, takenAt));
  if (expected !== reported)
    effects.open('snapshot', node, expected, reported, `${event.source}/${event.id}`, takenAt);
  const snapshot = effects.draft.snapshots.edit(key, () => ({
    sku,
    node,
    takenAt,
    onHand: reported,
    sequence: 0,
  }));
  Object.assign(snapshot, { takenAt, onHand: reported, sequence: effects.sequence });
  return null;
}
