import { byAge, type Waiting } from '../draft';
import type { Effects, OversellCause } from '../effects';
import { addUnits, type OrderLine } from '../order-line';

/**
 * Takes up to `units` of available stock for the line over the nodes in their order; returns what is still short.
 * `unpromised`: only what no channel may be selling this very second, which is all that we may decide about ourselves.
 */
export function claimOver(
  effects: Effects,
  line: OrderLine,
  units: number,
  nodes: readonly string[],
  from: 'available' | 'unpromised' = 'available',
): number {
  let short = units;
  for (const [rank, node] of nodes.entries()) {
    if (short === 0) break;
    if (rank === 1) effects.draft.needPositions(line.sku, nodes);
    const take = Math.min(short, effects.draft[from](line.sku, node));
    if (take === 0) continue;
    effects.move(take, 'available', 'committed', node);
    addUnits(line.claims, node, take);
    short -= take;
  }
  return short;
}

/** Units of the line that no source node holds: a backorder of its channel, and an oversell incident. */
export function backorder(effects: Effects, line: OrderLine, units: number, cause: OversellCause): void {
  if (units === 0) return;
  line.backordered += units;
  effects.draft.head(line.sku).backordered += units;
  effects.draft.noteBackorder(line);
  effects.shortfall += units;
  const known = effects.incidents.find(
    (each) => each.channel === line.channel && each.order === line.order && each.line === line.line,
  );
  if (known !== undefined) {
    known.units += units;
    return;
  }
  effects.incidents.push({
    sku: line.sku,
    sequence: effects.sequence,
    channel: line.channel,
    order: line.order,
    line: line.line,
    units,
    cause,
    occurredAt: effects.event.occurredAt,
  });
}

export function reduceBackorder(effects: Effects, line: OrderLine, units: number): void {
  if (units === 0) return;
  line.backordered -= units;
  effects.draft.head(line.sku).backordered -= units;
}

/**
 * Gives stock that has become available to the backorders waiting for it, oldest order first. A backorder belongs
 * to its channel and is filled at any of the channel's source nodes.
 */
export function fillBackorders(effects: Effects): void {
  const { draft, event, risen } = effects;
  if (risen.size === 0) return;
  const spent = () => {
    for (const node of risen) if (draft.available(event.sku, node) > 0) return false;
    return true;
  };
  if (spent()) return;
  const nodesOf = (channel: string) => draft.sourcesOf(channel).filter((node) => risen.has(node));
  const queues = draft.backordersOf(event.sku, (channel) => nodesOf(channel).length > 0);
  for (const key of oldestFirst(queues)) {
    const found = draft.orderLines.get(key);
    if (found === null || found.backordered === 0) continue;
    const nodes = nodesOf(found.channel);
    if (nodes.every((node) => draft.available(event.sku, node) === 0)) continue;
    const line = draft.orderLines.edit(key, () => found);
    reduceBackorder(effects, line, line.backordered - claimOver(effects, line, line.backordered, nodes));
    if (spent()) return;
  }
}

/** Merges the queues of several channels. There are few of them, so the next head is simply looked for. */
function* oldestFirst(queues: readonly (readonly Waiting[])[]): Generator<string> {
  const at = queues.map(() => 0);
  for (;;) {
    let first: Waiting | undefined;
    let from = 0;
    for (const [index, queue] of queues.entries()) {
      const head = queue[at[index] ?? 0];
      if (head === undefined || (first !== undefined && byAge(first, head) <= 0)) continue;
      first = head;
      from = index;
    }
    if (first === undefined) return;
    at[from] = (at[from] ?? 0) + 1;
    yield first.key;
  }
}
