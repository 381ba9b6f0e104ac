import { z } from 'zod';
import { codeSchema, textSchema } from '@/lib/shared/text';

const reason = textSchema.pipe(z.string().min(1).max(500));

/** A listing by its key; '' where it has no location. */
export const listingKeySchema = z.strictObject({
  channel: codeSchema,
  sku: codeSchema,
  location: z.union([z.literal(''), codeSchema]),
});

const pausing = z
  .object({ paused: z.boolean(), reason: reason.optional() })
  .refine((input) => !input.paused || input.reason !== undefined, { path: ['reason'], message: 'say why' });

/** Stopping needs a reason, going on does not. */
export const pauseChannelSchema = pausing.and(z.object({ channel: codeSchema }));
export const pauseListingSchema = pausing.and(z.object(listingKeySchema.shape));
export const acceptDriftSchema = z.strictObject({ ...listingKeySchema.shape, reason });
