import type { Pool } from 'pg';
import { handRightsRefusal } from '@/lib/access/event-rights';
import { actorOf, isWithin, type Principal } from '@/lib/access/principal';
import { eventByHand, type Once } from '@/lib/ledger/by-hand';
import type { InventoryEvent } from '@/lib/ledger/events';
import { readEvent } from '@/lib/ledger/server/recorded-event';
import { getLedger } from './ledger';

export type PostedByHand =
  | { ok: true; sequence: number; duplicate: boolean }
  | { ok: false; code: string; detail: string; field?: string; available?: number; shortBy?: number };

/** Posts what a person entered on a screen, within their role and nodes. The same again gets the first answer. */
export async function postByHand(principal: Principal, event: InventoryEvent): Promise<PostedByHand> {
  const denied = handRightsRefusal(principal, event);
  if (denied !== null) return { ok: false, ...denied };
  const [result] = await getLedger().post([event], actorOf(principal));
  if (result === undefined) throw new Error('the ledger did not answer');
  const { status, sequence, code, detail, available, shortBy } = result;
  if (status !== 'refused' && sequence !== undefined)
    return { ok: true, sequence, duplicate: status === 'duplicate' };
  return {
    ok: false,
    code: code ?? 'refused',
    detail: detail ?? 'The ledger refused it.',
    ...(available === undefined ? {} : { available }),
    ...(shortBy === undefined ? {} : { shortBy }),
  };
}

/** Takes an event back by its sequence. A person limited to nodes may where all it moved lies at their nodes. */
export async function reverseByHand(
  pool: Pool,
  principal: Principal,
  target: { sku: string; sequence: number },
  once: Once,
  reason: string,
): Promise<PostedByHand> {
  const found = await readEvent(pool, target.sku, target.sequence);
  if (found === null)
    return {
      ok: false,
      code: 'unknown_event',
      detail: `There is no event ${target.sequence} of ${target.sku}.`,
    };
  const outside = found.nodes.find((node) => !isWithin(principal.nodes, node));
  if (outside !== undefined)
    return {
      ok: false,
      code: 'outside_limits',
      detail: `It moved stock at ${outside}, which lies outside the nodes you work at.`,
    };
  const of = { sequence: target.sequence };
  return postByHand(
    principal,
    eventByHand(once, {
      type: 'reversal',
      sku: target.sku,
      of,
      ...(reason === '' ? {} : { reason }),
    }),
  );
}
