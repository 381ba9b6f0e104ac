import type { Pool } from 'pg';
import type { EventOf, EventResult } from '@/lib/ledger/events';
import type { LedgerWriter } from '@/lib/ledger/server/writer';
import { lineOf, type NewReservation, type Reservation } from '../reservation';
import { readReservation, reservation_source, reservationEventId } from './read-reservation';

/** Why a reservation was refused; it is refused whole. */
export interface ReserveRefusal {
  code: string;
  detail: string;
  /** Per line that stands in the way, by its place in the request. */
  lines: {
    index: number;
    line: string;
    sku: string;
    code: string;
    detail: string;
    shortBy?: number;
    available?: number;
  }[];
}

export type Reserve = { ok: true; reservation: Reservation } | { ok: false; refusal: ReserveRefusal };

/**
 * Keeps units for an order that is not placed yet: all lines or none. `repeatable` gives the reservation its id and
 * its instants, so that the same request after a crash of ours finds what it had done.
 */
export async function reserve(
  ports: { pool: Pool; ledger: Pick<LedgerWriter, 'post'> },
  input: NewReservation,
  repeatable: { id: string; requestedAt: Date },
  actor: string,
): Promise<Reserve> {
  const { requestedAt } = repeatable;
  const id = `r${requestedAt.toISOString().slice(0, 10).replaceAll('-', '')}-${repeatable.id}`;
  const expiresAt = new Date(requestedAt.getTime() + input.ttlSeconds * 1000).toISOString();
  const events = input.lines.map((entry, index): EventOf<'reserved'> => {
    const names = { channel: entry.channel ?? input.channel, line: lineOf(entry, index) };
    return {
      type: 'reserved',
      source: reservation_source,
      id: reservationEventId(id, names, 'reserve'),
      occurredAt: requestedAt.toISOString(),
      sku: entry.sku,
      quantity: entry.quantity,
      reservation: id,
      order: input.order,
      ...names,
      ...(entry.node === undefined ? {} : { node: entry.node }),
      expiresAt,
    };
  });
  const results = await ports.ledger.post(events, actor);
  const refusal = refusalOf(input, results);
  if (refusal !== null) return { ok: false, refusal };
  const held = await readReservation(ports.pool, id);
  if (held === null) throw new Error(`Reservation ${id} was applied but cannot be read`);
  return {
    ok: true,
    reservation: {
      id,
      order: input.order,
      expiresAt,
      lines: held.lines.flatMap(({ line, sku, nodes }) =>
        Object.entries(nodes).map(([node, quantity]) => ({ line, sku, node, quantity })),
      ),
    },
  };
}

function refusalOf(input: NewReservation, results: readonly EventResult[]): ReserveRefusal | null {
  const lines = results.flatMap((result, index) => {
    const entry = input.lines[index];
    // A duplicate repeats its first answer: with a code it was a refusal then.
    if (entry === undefined || result.code === undefined || result.code === 'order_refused') return [];
    const { code, detail = '', shortBy, available } = result;
    return [
      {
        index,
        line: lineOf(entry, index),
        sku: entry.sku,
        code,
        detail,
        ...(shortBy === undefined ? {} : { shortBy }),
        ...(available === undefined ? {} : { available }),
      },
    ];
  });
  const [first] = lines;
  if (first !== undefined) {
    // What the request itself got wrong comes before what there is too little of.
    const named = lines.find((line) => line.code !== 'insufficient_stock') ?? first;
    return { code: named.code, detail: named.detail, lines };
  }
  const refused = results.find((result) => result.code !== undefined);
  return refused === undefined
    ? null
    : { code: refused.code ?? 'order_refused', detail: refused.detail ?? '', lines: [] };
}
