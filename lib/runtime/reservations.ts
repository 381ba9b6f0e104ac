import type { Pool } from 'pg';
import { actorOf, isWithin, type Principal } from '@/lib/access/principal';
import { readReclaimable } from '@/lib/allocation/server/escrow/read-promised';
import { lineOf, type NewReservation, type ReservationState } from '@/lib/orders/reservation';
import { type CommitReservation, commitReservation } from '@/lib/orders/server/commit-reservation';
import { readReservation } from '@/lib/orders/server/read-reservation';
import { type ReleaseReservation, releaseReservation } from '@/lib/orders/server/release-reservation';
import { type Reserve, type ReserveRefusal, reserve } from '@/lib/orders/server/reserve';
import { getLedger } from './ledger';

interface ShownRefusal extends ReserveRefusal {
  /** As JSON pointers into the request. */
  errors: { pointer: string; detail: string }[];
  /** Units of the first line's SKU that channels would give back, were their listings lowered. */
  reclaimable?: number;
}

/** Which field of a line each refusal is about. */
const fieldOf: Readonly<Record<string, string>> = {
  unknown_sku: 'sku',
  unknown_node: 'node',
  unknown_channel: 'channel',
  insufficient_stock: 'quantity',
};

/** Reserves for a principal, within the channels and nodes it is limited to. */
export async function reserveAs(
  pool: Pool,
  input: NewReservation,
  principal: Principal,
  repeatable: { id: string; requestedAt: Date },
): Promise<Extract<Reserve, { ok: true }> | { ok: false; refusal: ShownRefusal }> {
  const outside = outsideLimits(input, principal);
  if (outside.length > 0)
    return {
      ok: false,
      refusal: {
        code: 'outside_limits',
        detail: 'The reservation names a channel or node outside what this key is limited to.',
        lines: [],
        errors: outside,
      },
    };
  const reserved = await reserve({ pool, ledger: getLedger() }, input, repeatable, actorOf(principal));
  if (reserved.ok) return reserved;
  const errors = reserved.refusal.lines.map(({ index, code, detail }) => {
    const field = fieldOf[code];
    return { pointer: `/lines/${index}${field === undefined ? '' : `/${field}`}`, detail };
  });
  const [first] = reserved.refusal.lines;
  const reclaimable =
    reserved.refusal.code === 'insufficient_stock' && first !== undefined
      ? { reclaimable: await readReclaimable(pool, first.sku) }
      : {};
  return { ok: false, refusal: { ...reserved.refusal, ...reclaimable, errors } };
}

type Denied = { ok: false; code: 'not_found' | 'outside_limits'; detail: string };

export async function readReservationAs(
  pool: Pool,
  id: string,
  principal: Principal,
): Promise<{ ok: true; reservation: ReservationState } | Denied> {
  const reservation = await readReservation(pool, id);
  if (reservation === null) return { ok: false, code: 'not_found', detail: `There is no reservation ${id}.` };
  if (reservation.lines.every((line) => isWithin(principal.channels, line.channel)))
    return { ok: true, reservation };
  return {
    ok: false,
    code: 'outside_limits',
    detail: `Reservation ${id} belongs to a channel outside what this key is limited to.`,
  };
}

export async function releaseReservationAs(
  pool: Pool,
  id: string,
  principal: Principal,
): Promise<ReleaseReservation | Denied> {
  const found = await readReservationAs(pool, id, principal);
  if (!found.ok) return found;
  return releaseReservation({ pool, ledger: getLedger() }, found.reservation, actorOf(principal));
}

export async function commitReservationAs(
  pool: Pool,
  id: string,
  principal: Principal,
): Promise<CommitReservation | Denied> {
  const found = await readReservationAs(pool, id, principal);
  if (!found.ok) return found;
  return commitReservation({ pool, ledger: getLedger() }, found.reservation, actorOf(principal));
}

/** A key limited to nodes has to name them: where a node is left open, any of the channel's could be taken. */
function outsideLimits(input: NewReservation, principal: Principal): { pointer: string; detail: string }[] {
  return input.lines.flatMap((entry, index) => {
    const channel = entry.channel ?? input.channel;
    const named = entry.channel === undefined ? '/channel' : `/lines/${index}/channel`;
    const detail = `line ${lineOf(entry, index)} lies outside what this key is limited to`;
    if (!isWithin(principal.channels, channel)) return [{ pointer: named, detail }];
    if (principal.nodes !== undefined && (entry.node === undefined || !principal.nodes.includes(entry.node)))
      return [{ pointer: `/lines/${index}/node`, detail }];
    return [];
  });
}
