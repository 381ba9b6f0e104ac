import { z } from 'zod';
import { listingModeSchema } from '@/lib/catalog/schema';
import { codeSchema } from '@/lib/shared/text';
import { contract } from '../contract';

const obstacles = z
  .array(z.object({ channel: z.string(), reasons: z.array(z.string()) }))
  .describe('What stands against the guarantee of mode strict, by channel; empty: it holds.');
const deficit = z
  .object({ kind: z.enum(['none', 'by_policy', 'recalling', 'real_shortage']), units: z.int() })
  .describe('By how much more is promised than is there, and what that means.');

const poolSchema = z.object({
  sku: z.string(),
  nodes: z.array(z.string()),
  mode: listingModeSchema,
  availableToSell: z.int().describe('Available to sell less open backorders: float + held.'),
  float: z.int().describe('Units that no channel may sell yet.'),
  held: z.int().describe('Rights held by all channels.'),
  channels: z.array(z.object({ channel: z.string(), held: z.int(), exposure: z.int(), debt: z.int() })),
  obstacles,
  deficit,
});

export const getPoolsContract = contract({
  method: 'GET',
  path: '/pools',
  operation: 'listPools',
  tag: 'Channels',
  summary: 'List what the pools of a SKU may sell, and which channel holds what of it',
  permission: 'read_stock',
  query: z.strictObject({ sku: codeSchema }),
  answers: {
    200: {
      description: 'The pools, by the names of their nodes.',
      schema: z.object({ items: z.array(poolSchema) }),
    },
  },
});

const whyPushSchema = z.object({
  packs: z.int().describe('What the channel was told, in listing packs.'),
  units: z.int(),
  version: z.int(),
  decidedAt: z.iso.datetime(),
  acknowledgedAt: z.iso.datetime().nullable(),
  change: z.enum(['raise', 'lower']),
  reason: z.string(),
  for: z.object({ channel: z.string(), location: z.string().nullable() }).nullable(),
  wanted: z.int().describe('What was wanted, in units; `units` is less where the float could not bear it.'),
});

const whySchema = z.object({
  sku: z.string(),
  channel: z.string(),
  location: z.string().nullable(),
  mode: listingModeSchema,
  target: z.int(),
  push: whyPushSchema.nullable(),
  rights: z
    .object({
      held: z.int(),
      exposure: z.int(),
      debt: z.int(),
      estimate: z.int(),
      float: z.int(),
      availableToSell: z.int(),
      openPushes: z.int(),
    })
    .nullable(),
  obstacles,
  deficit,
  explanation: z
    .looseObject({})
    .nullable()
    .describe('Stock, forecast, optimum, cover, target, rules with their versions, as they were decided on.'),
  replayed: z.boolean().nullable().describe('Whether what was decided on gives the same numbers again.'),
  events: z.array(
    z.object({
      sequence: z.int(),
      type: z.string(),
      quantity: z.int().nullable(),
      channel: z.string().nullable(),
      occurredAt: z.iso.datetime(),
      recordedAt: z.iso.datetime(),
    }),
  ),
});

export const getWhyContract = contract({
  method: 'GET',
  path: '/listings/{channel}/{sku}/why',
  operation: 'explainListing',
  tag: 'Channels',
  summary: 'Say why a listing is told the number it is told',
  permission: 'read_stock',
  params: z.object({ channel: codeSchema, sku: codeSchema }),
  query: z.strictObject({ location: codeSchema.optional() }),
  answers: {
    200: { description: 'The number and what it came from.', schema: whySchema },
    404: { description: 'There is no such listing.' },
  },
});
