import { createHash } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { type ReservationState, statusOfReservation } from '../reservation';

/** Under which source everything of reservations is posted. */
export const reservation_source = 'truecount:reservation';

interface ReservationRow {
  sku: string;
  channel: string;
  order_id: string;
  line: string;
  quantity: string;
  claims: Record<string, number>;
  held: string;
  converted: string;
  released: string;
  expires_at: Date | null;
}

/** A reservation by its id, its lines in the order of their names; null where there is none. */
export async function readReservation(
  client: Pool | ClientBase,
  id: string,
  now = new Date(),
): Promise<ReservationState | null> {
  const { rows } = await client.query<ReservationRow>(
    `SELECT sku, channel, order_id, line, quantity, claims, held, converted, released, expires_at
     FROM reservation WHERE reservation = $1 ORDER BY length(line), line, channel`,
    [id],
  );
  const first = rows[0];
  if (first === undefined) return null;
  const lines = rows.map((row) => ({
    line: row.line,
    channel: row.channel,
    sku: row.sku,
    quantity: Number(row.quantity),
    held: Number(row.held),
    committed: Number(row.converted),
    released: Number(row.released),
    nodes: row.claims,
  }));
  const expired = lines.map((line) => reservationEventId(id, line, 'expire'));
  const { rowCount } = await client.query(
    'SELECT FROM inventory_event WHERE source = $1 AND id = ANY ($2) LIMIT 1',
    [reservation_source, expired],
  );
  const status = statusOfReservation(lines, first.expires_at, now, (rowCount ?? 0) > 0);
  return {
    id,
    channel: first.channel,
    order: first.order_id,
    status,
    expiresAt: first.expires_at?.toISOString() ?? null,
    lines,
  };
}

/** The same step of the same line always has the same id, whoever posts it and however often. */
export function reservationEventId(
  reservation: string,
  line: { channel: string; line: string },
  step: 'reserve' | 'commit' | 'release' | 'expire',
): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([line.channel, line.line]))
    .digest('hex');
  return `${reservation}:${digest.slice(0, 24)}:${step}`;
}
