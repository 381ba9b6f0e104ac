import { z } from 'zod';
import { instantSchema } from '@/lib/shared/clock';
import { codeSchema } from '@/lib/shared/text';

/** Updates in one POST, and listings named in one GET: addresses have to stay short. */
export const updates_per_request_max = 100;
export const listings_per_request_max = 50;
export const cursor_chars_max = 4_000;

const location = z
  .union([codeSchema, z.literal('')])
  .nullish()
  .transform((given) => given ?? '');
const version = z.int().min(0);

/** 200 of POST {baseUrl}/inventory. What we do not need may be missing or strange. */
export const pushResponseSchema = z.object({
  results: z.array(
    z.object({
      listing: codeSchema,
      location,
      status: z.enum(['applied', 'stale', 'rejected']),
      appliedAt: instantSchema.nullish().catch(null),
    }),
  ),
});

/** 200 of GET {baseUrl}/inventory. */
export const levelsResponseSchema = z.object({
  levels: z.array(
    z.object({
      listing: codeSchema,
      location,
      quantity: z.int(),
      version: version.nullish().transform((given) => given ?? 0),
      observedAt: instantSchema
        .nullish()
        .catch(null)
        .transform((given) => given ?? undefined),
    }),
  ),
});

/** 200 of GET {baseUrl}/orders. Orders are read one by one, so that one that is broken does not stop the others. */
export const ordersResponseSchema = z.object({
  orders: z.array(z.unknown()),
  next: z.string().min(1).max(cursor_chars_max),
  watermark: instantSchema.nullish().transform((at) => at ?? null),
});
