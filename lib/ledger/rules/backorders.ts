import type { Effects, OversellCause } from '../effects';
import { addUnits, type OrderLine } from '../order-line';
import { keyOf } from '../state';

/** Takes up to `units` of available stock for the line over the nodes in their order; returns what is still short. */
export function claimOver(effects: Effects, line: OrderLine, units: number, nodes: Iterable<string>): number {
  let short = units;
  for (const node of nodes) {
    if (short === 0) break;
    const take = Math.min(short, effects.draft.available(line.sku, node));
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
  effects.draft.noteBackorder(line.sku, keyOf.orderLine(line));
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
  const { draft, event } = effects;
  if (effects.risen.size === 0) return;
  for (const found of draft.backordersOf(event.sku)) {
    const nodes = draft.sourcesOf(found.channel).filter((node) => effects.risen.has(node));
    if (nodes.length === 0) continue;
    if (nodes.every((node) => draft.available(event.sku, node) === 0)) continue;
    const line = draft.orderLines.edit(keyOf.orderLine(found), () => found);
    reduceBackorder(effects, line, line.backordered - claimOver(effects, line, line.backordered, nodes));
  }
}
