import type { Pool, PoolClient } from 'pg';
import { handRightsRefusal } from '@/lib/access/event-rights';
import { actorOf, isWithin, type Principal } from '@/lib/access/principal';
import { can } from '@/lib/access/roles';
import { writeAudit } from '@/lib/access/server/write-audit';
import { unknownNames } from '@/lib/catalog/server/unknown-names';
import { markListingsDirty } from '@/lib/channels/server/mark-listings-dirty';
import { deliveryEventsOf } from '@/lib/receiving/delivery-events';
import {
  type ClosePurchaseOrder,
  deliveryRefusal,
  type ReceiveDelivery,
  type ReceivingDone,
  type ReceivingRefusal,
  type SavePurchaseOrder,
} from '@/lib/receiving/purchase-order';
import { readPurchaseOrder } from '@/lib/receiving/server/read-purchase-order';
import {
  closePurchaseOrder,
  conflict,
  savePurchaseOrder,
  takeVersion,
} from '@/lib/receiving/server/save-purchase-order';
import { getLedger } from './ledger';

const refuse = (code: string, detail: string): ReceivingRefusal => ({ ok: false, code, detail });

/** Keeps a purchase order; the horizon of what it brings moves with it. */
export async function savePurchaseOrderAs(
  pool: Pool,
  principal: Principal,
  input: SavePurchaseOrder,
): Promise<ReceivingDone> {
  const denied = orderRefusal(principal, input.plan.node);
  if (denied !== null) return denied;
  const actor = actorOf(principal);
  return savePurchaseOrder(
    pool,
    input,
    actor,
    keptPurchaseOrder(actor, 'purchase_order.saved', input.purchaseOrder),
  );
}

/** Ends what is expected of a purchase order, or begins it again. */
export async function closePurchaseOrderAs(
  pool: Pool,
  principal: Principal,
  input: ClosePurchaseOrder,
): Promise<ReceivingDone> {
  const found = await readPurchaseOrder(pool, input.purchaseOrder);
  if (found === null)
    return refuse('unknown_purchase_order', `There is no purchase order ${input.purchaseOrder}.`);
  const denied = orderRefusal(principal, found.node);
  if (denied !== null) return denied;
  const action = input.closed ? 'purchase_order.closed' : 'purchase_order.reopened';
  return closePurchaseOrder(pool, input, keptPurchaseOrder(actorOf(principal), action, input.purchaseOrder));
}

/** Takes in what has arrived, against a purchase order or without one. */
export async function receiveDeliveryAs(
  pool: Pool,
  principal: Principal,
  input: ReceiveDelivery,
): Promise<ReceivingDone> {
  const { purchaseOrder, lines, node, seen } = input;
  if (lines.every(({ received, damaged }) => received + damaged === 0))
    return refuse('nothing_received', 'Enter at least one unit. Nothing was recorded.');
  const unknown = await unknownNames(
    pool,
    [node],
    lines.map(({ sku }) => sku),
  );
  if (unknown !== null) return refuse('unknown_name', `${unknown} Nothing was recorded.`);
  const events = deliveryEventsOf(input);
  for (const event of events) {
    const denied = handRightsRefusal(principal, event);
    if (denied !== null) return { ok: false, ...denied };
  }
  let version = 0;
  if (purchaseOrder !== undefined) {
    const found = await readPurchaseOrder(pool, purchaseOrder);
    if (found === null)
      return refuse('unknown_purchase_order', `There is no purchase order ${purchaseOrder}.`);
    // Another try of what was recorded already is judged by what was open before it: the ledger knows it again.
    if (found.version === seen) {
      const refusal = deliveryRefusal(found, lines, input.confirmOver);
      if (refusal !== null) return refusal;
    }
    const taken = await takeVersion(pool, { key: input.key, purchaseOrder, seen });
    if (taken === null) return conflict(pool, purchaseOrder);
    version = taken;
  }
  const results = await getLedger().post(events, actorOf(principal));
  const fault = results.find(({ status }) => status === 'refused');
  if (fault !== undefined) return refuse(fault.code ?? 'refused', fault.detail ?? 'The ledger refused it.');
  return { ok: true, version };
}

function orderRefusal(principal: Principal, node: string): ReceivingRefusal | null {
  if (!can(principal.role, 'write_skus_and_nodes'))
    return refuse('forbidden', `The role ${principal.role} may not place purchase orders: ask a manager.`);
  return isWithin(principal.nodes, node)
    ? null
    : refuse('outside_limits', `${node} lies outside the nodes you work at.`);
}

/** What has to happen with a purchase order that changes. */
export function keptPurchaseOrder(actor: string, action: string, subject: string) {
  return async (client: PoolClient, skus: readonly string[], version: number) => {
    await markListingsDirty(client, skus);
    await writeAudit(client, { actor, action, subject, details: { version, skus: skus.length } });
  };
}
