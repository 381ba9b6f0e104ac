import { z } from 'zod';
import { listingModeSchema } from '@/lib/catalog/schema';
import { codeSchema } from '@/lib/shared/text';
import { contract } from '../contract';
import { listQuery, pageSchema } from '../list-query';

const listingSchema = z.object({
  channel: z.string(),
  sku: z.string(),
  location: z.string().nullable(),
  target: z.int().describe('What should be shown, in single units.'),
  published: z.int().nullable().describe('What was sent last, in listing packs.'),
  acknowledged: z.int().nullable().describe('What the channel said it shows, in listing packs.'),
  estimate: z.int().nullable().describe('What it probably shows now, in listing packs.'),
  exposure: z.int().describe('The most units the channel may still sell.'),
  held: z.int().describe('Units set aside for this listing.'),
  mode: listingModeSchema,
  lastAcknowledgedAt: z.iso.datetime().nullable(),
  drift: z.int().nullable().describe('What the channel showed beyond what it acknowledged.'),
});

export const getListingsContract = contract({
  method: 'GET',
  path: '/listings',
  operation: 'listListings',
  tag: 'Channels',
  summary: 'List what channels should show, were told, and may still sell',
  permission: 'read_stock',
  query: listQuery({ channel: codeSchema.optional(), sku: codeSchema.optional() }),
  answers: {
    200: { description: 'Listings by channel, SKU and location.', schema: pageSchema(listingSchema) },
  },
});
