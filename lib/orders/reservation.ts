import { z } from 'zod';
import { quantitySchema } from '@/lib/shared/quantity';
import { codeSchema, idSchema } from '@/lib/shared/text';

export const reservation_ttl_seconds_default = 900;
export const reservation_ttl_seconds_max = 86_400;
export const reservation_lines_max = 500;

const newLine = z.strictObject({
  line: idSchema.optional().describe('Default: its place in the list, from 1.'),
  sku: codeSchema,
  quantity: quantitySchema,
  node: codeSchema.optional().describe('Default: the nodes of the channel in sourcing order.'),
  channel: codeSchema.optional().describe('Default: the channel of the reservation.'),
});

/** The body of POST /reservations: units kept for an order that is not placed yet. */
export const newReservationSchema = z
  .strictObject({
    channel: codeSchema,
    order: idSchema,
    lines: z.array(newLine).min(1).max(reservation_lines_max),
    ttlSeconds: z.int().min(1).max(reservation_ttl_seconds_max).default(reservation_ttl_seconds_default),
  })
  .superRefine((reservation, context) => {
    const seen = new Set<string>();
    for (const [index, entry] of reservation.lines.entries()) {
      const key = JSON.stringify([entry.channel ?? reservation.channel, lineOf(entry, index)]);
      if (seen.has(key))
        context.addIssue({ code: 'custom', path: ['lines', index, 'line'], message: 'stands here twice' });
      seen.add(key);
    }
  });
export type NewReservation = z.output<typeof newReservationSchema>;

export function lineOf(entry: { line?: string | undefined }, index: number): string {
  return entry.line ?? String(index + 1);
}

const heldLine = z.object({ line: z.string(), sku: z.string(), node: z.string(), quantity: z.int() });

/** What POST answers: where the units are kept; a line that is kept at several nodes stands here once for each. */
export const reservationSchema = z.object({
  id: z.string(),
  order: z.string(),
  expiresAt: z.iso.datetime(),
  lines: z.array(heldLine),
});
export type Reservation = z.output<typeof reservationSchema>;

export const reservationStatuses = ['held', 'expired', 'committed', 'released'] as const;
export type ReservationStatus = (typeof reservationStatuses)[number];

/** A reservation as it stands: what is still held, and what became of the rest. */
export const reservationStateSchema = z.object({
  id: z.string(),
  channel: z.string(),
  order: z.string(),
  status: z.enum(reservationStatuses),
  expiresAt: z.iso.datetime().nullable(),
  lines: z.array(
    z.object({
      line: z.string(),
      channel: z.string(),
      sku: z.string(),
      quantity: z.int(),
      held: z.int(),
      committed: z.int(),
      released: z.int(),
      nodes: z.record(z.string(), z.int()).describe('Units still held, per node.'),
    }),
  ),
});
export type ReservationState = z.output<typeof reservationStateSchema>;

/**
 * What has become of a reservation: held while any unit is (expired once its time is over), else committed where an
 * order took any, else expired or released.
 */
export function statusOfReservation(
  lines: readonly { held: number; committed: number }[],
  expiresAt: Date | null,
  now: Date,
  releasedByExpiry: boolean,
): ReservationStatus {
  if (lines.some((line) => line.held > 0))
    return expiresAt !== null && expiresAt.getTime() <= now.getTime() ? 'expired' : 'held';
  if (lines.some((line) => line.committed > 0)) return 'committed';
  return releasedByExpiry ? 'expired' : 'released';
}
