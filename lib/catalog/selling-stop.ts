import { z } from 'zod';
import { codeSchema, textSchema } from '@/lib/shared/text';

/** What is not sold: a SKU everywhere, a channel as a whole, or a SKU on one channel. */
export const newStopSchema = z
  .strictObject({
    sku: codeSchema.optional(),
    channel: codeSchema.optional(),
    reason: textSchema.pipe(z.string().min(1, 'must say why')),
  })
  .refine((stop) => stop.sku !== undefined || stop.channel !== undefined, {
    message: 'is required unless channel is given',
    path: ['sku'],
  });
export type NewStop = z.output<typeof newStopSchema>;

export const stopSchema = z.object({
  id: z.string(),
  sku: z.string().nullable().describe('Null: every SKU of the channel.'),
  channel: z.string().nullable().describe('Null: every channel.'),
  reason: z.string(),
  actor: z.string(),
  stoppedAt: z.iso.datetime(),
  resumedAt: z.iso.datetime().nullable().describe('Null while the stop is in force.'),
  resumedBy: z.string().nullable(),
  resumeReason: z.string().nullable(),
});
export type SellingStop = z.output<typeof stopSchema>;

/** A scope of '' means any. */
export interface StopScope {
  sku: string;
  channel: string;
}

/** Whether any of these stops, all in force, holds for the listing: each holds for what it names. */
export function isStopped(stops: readonly StopScope[], listing: { sku: string; channel: string }): boolean {
  return stops.some(
    (stop) =>
      (stop.sku === '' || stop.sku === listing.sku) &&
      (stop.channel === '' || stop.channel === listing.channel),
  );
}
