import type { Pool } from 'pg';
import { actorOf, type Principal } from '@/lib/access/principal';
import { writeAudit } from '@/lib/access/server/write-audit';
import {
  claimsMovedOf,
  type MarkForCancellation,
  type MoveClaims,
  type OrderLineKey,
} from '@/lib/orders/arrange-orders';
import { fillBackorder } from '@/lib/orders/server/fill-backorder';
import {
  type Marked,
  markForCancellation,
  undoCancellationMark,
} from '@/lib/orders/server/mark-for-cancellation';
import { getLedger } from './ledger';
import { type PostedByHand, postByHand } from './post-by-hand';

/** Moves committed units to a backordered line: a request in the ledger, within the person's role and nodes. */
export function moveClaimsAs(principal: Principal, input: MoveClaims): Promise<PostedByHand> {
  return postByHand(principal, claimsMovedOf(input));
}

export async function markForCancellationAs(
  pool: Pool,
  principal: Principal,
  input: MarkForCancellation,
): Promise<Marked> {
  const marked = await markForCancellation(pool, input, actorOf(principal));
  if (marked.ok) await audit(pool, principal, 'order_line.marked', input, { reason: input.reason });
  return marked;
}

/** Takes the mark back and gives the line what has become available meanwhile: so many units. */
export async function undoCancellationMarkAs(
  pool: Pool,
  principal: Principal,
  line: OrderLineKey,
): Promise<Marked & { filled?: number }> {
  const undone = await undoCancellationMark(pool, line, actorOf(principal));
  if (!undone.ok) return undone;
  await audit(pool, principal, 'order_line.mark_undone', line, {});
  const post = getLedger().post.bind(getLedger());
  return { ok: true, filled: await fillBackorder({ pool, post }, line, actorOf(principal)) };
}

function audit(
  pool: Pool,
  principal: Principal,
  action: string,
  { sku, channel, order, line }: OrderLineKey,
  details: Record<string, unknown>,
): Promise<void> {
  return writeAudit(pool, {
    actor: actorOf(principal),
    action,
    subject: `${channel}/${order}/${line}`,
    details: { sku, ...details },
  });
}
