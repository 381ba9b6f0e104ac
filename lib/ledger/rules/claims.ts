import type { Effects } from '../effects';
import type { EventOf, OrderLineName } from '../events';
import { addUnits } from '../order-line';
import type { Refusal } from '../refusals';
import { keyOf } from '../state';
import { claimOver, reduceBackorder } from './backorders';
import { insufficient, promised } from './stock';

const nameOf = ({ channel, order, line }: OrderLineName) => `line ${line} of ${channel} order ${order}`;

/**
 * Passes committed units at a node from one order line to another that is backordered. Nothing is posted for them: they
 * were committed and stay so. What the giver loses it takes again from what is available at its channel's sources,
 * else it is backordered; that was decided and not oversold, so there is no incident. Either takes available units only
 * as far as no channel may be selling them.
 *
 * Giver holds 3 at WH, taker is backordered by 2, 1 is available at D1, a source of the giver; 2 are moved: the taker
 * has WH 2 and no backorder, the giver WH 1, D1 1 and a backorder of 1.
 */
export function applyClaimsMoved(effects: Effects, event: EventOf<'claims_moved'>): Refusal | null {
  const { draft } = effects;
  const { sku, node, quantity, giver } = event;
  const takerKey = keyOf.orderLine(event);
  const giverKey = giver === undefined ? null : keyOf.orderLine({ sku, ...giver });
  draft.orderLines.need(giverKey === null ? [takerKey] : [takerKey, giverKey]);
  const taking = draft.orderLines.get(takerKey);
  const giving = giverKey === null ? null : draft.orderLines.get(giverKey);
  if (taking === null) return unknownLine(sku, event);
  if (giver !== undefined && giving === null) return unknownLine(sku, giver);
  if (!draft.sourcesOf(event.channel).includes(node))
    return {
      code: 'not_a_source',
      detail: `${event.channel} does not sell from ${node}: units there cannot fill its orders.`,
    };
  if (taking.backordered < quantity)
    return {
      code: 'not_backordered',
      detail: `${nameOf(event)} waits for ${taking.backordered} unit(s) of ${sku}, not for ${quantity}.`,
      shortBy: quantity - taking.backordered,
      available: taking.backordered,
    };
  const there = giving === null ? draft.available(sku, node) : (giving.claims[node] ?? 0);
  if (there < quantity)
    return insufficient(sku, node, quantity, there, giver && `committed to ${nameOf(giver)}`);
  const free = giving === null ? draft.unpromised(sku, node) : there;
  if (free < quantity) return promised(sku, node, quantity, free, there);

  const taker = draft.orderLines.edit(takerKey, () => taking);
  if (giving === null) effects.move(quantity, 'available', 'committed', node);
  addUnits(taker.claims, node, quantity);
  reduceBackorder(effects, taker, quantity);
  if (giverKey === null || giving === null) return null;

  const line = draft.orderLines.edit(giverKey, () => giving);
  addUnits(line.claims, node, -quantity);
  const short = claimOver(effects, line, quantity, draft.sourcesOf(line.channel), 'unpromised');
  if (short === 0) return null;
  line.backordered += short;
  draft.head(sku).backordered += short;
  draft.noteBackorder(line);
  return null;
}

function unknownLine(sku: string, of: OrderLineName): Refusal {
  return { code: 'unknown_order_line', detail: `There is no ${nameOf(of)} with ${sku}.` };
}
