import { z } from 'zod';
import { instantSchema } from '@/lib/shared/clock';
import { quantityOrZeroSchema } from '@/lib/shared/quantity';
import { codeSchema, idSchema } from '@/lib/shared/text';

export const order_lines_max = 1_000;

const counter = quantityOrZeroSchema.nullish().transform((units) => units ?? 0);

/** One line of an order as its channel tells it: cumulative, in listing packs. */
export const orderLineSchema = z.object({
  line: idSchema,
  listing: codeSchema,
  /** `''` and nothing at all both mean: no location. */
  location: z
    .union([codeSchema, z.literal('')])
    .nullish()
    .transform((location) => location ?? ''),
  ordered: quantityOrZeroSchema,
  cancelled: counter,
  cancelledAt: instantSchema.nullish().transform((at) => at ?? undefined),
  /** How many of the cancelled packs the shop put back into its own listing; unknown counts as all. */
  restocked: quantityOrZeroSchema.nullish().transform((packs) => packs ?? undefined),
  shipped: counter,
  returned: counter,
});
export type ChannelOrderLine = z.output<typeof orderLineSchema>;

/** An order as its channel tells it. It comes again whenever it changes; fields we do not know are passed over. */
export const channelOrderSchema = z.object({
  order: idSchema,
  placedAt: instantSchema,
  lines: z.array(orderLineSchema).min(1).max(order_lines_max),
});
export type ChannelOrder = z.output<typeof channelOrderSchema>;
