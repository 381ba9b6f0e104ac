import { z } from 'zod';
import { newPolicySchema, newPromotionSchema, policyPreviewSchema } from '@/lib/allocation/policy-input';
import { codeSchema } from '@/lib/shared/text';
import { contract } from '../contract';
import { listQuery, pageSchema } from '../list-query';

const instant = z.iso.datetime();
const units = z.int();

const policySchema = z.object({
  policy: z.string().describe('Its scope in words.'),
  version: z.int(),
  status: z.enum(['draft', 'scheduled', 'in_force', 'ended']),
  sku: z.string().optional(),
  category: z.string().optional(),
  channel: z.string().optional(),
  priority: z.number().optional(),
  floor: units.optional(),
  cap: units.optional(),
  buffer: units.optional(),
  mode: z.union([z.string(), z.object({ bounded: z.number() })]).optional(),
  share: z.number().optional(),
  effectiveFrom: instant.optional(),
  effectiveTo: instant.optional(),
  note: z.string().optional(),
  rolledBackTo: z.int().optional(),
  createdAt: instant,
  createdBy: z.string(),
});

export const getPoliciesContract = contract({
  method: 'GET',
  path: '/policies',
  operation: 'listPolicies',
  tag: 'Allocation',
  summary: 'List allocation policies with all their versions',
  permission: 'read_operations',
  query: listQuery({
    sku: codeSchema.optional(),
    category: z.string().max(200).optional(),
    channel: codeSchema.optional(),
    status: z.enum(['draft', 'scheduled', 'in_force', 'ended']).optional(),
  }),
  answers: { 200: { description: 'Versions by scope, the newest first.', schema: pageSchema(policySchema) } },
});

export const postPolicyContract = contract({
  method: 'POST',
  path: '/policies',
  operation: 'savePolicy',
  tag: 'Allocation',
  summary: 'Draft, publish or roll back the rules of a scope',
  description:
    'Published now or from effectiveFrom on, as the next version of its scope; the version before ends then. With draft it is only kept; with rollBackTo an earlier version comes back. Needs an Idempotency-Key.',
  permission: 'write_policies',
  body: newPolicySchema,
  idempotent: true,
  answers: {
    201: { description: 'Kept or published.', schema: policySchema },
    422: { description: 'invalid_policy, with every field and reason, or unknown_version.' },
  },
});

const outlookSchema = z.object({
  optimum: units,
  target: units,
  expectedDemand: z.number(),
  expectedLostSales: z.number(),
  oversellChance: z.number().describe('Of its pool within one loop, by the model; 0 in strict mode.'),
});
const totalsSchema = z.object({
  target: units,
  expectedLostSales: z.number(),
  listingsAtZero: z.int(),
  skusAtRisk: z.int(),
  oversellChanceMost: z.number(),
});

export const previewPoliciesContract = contract({
  method: 'POST',
  path: '/policies/preview',
  operation: 'previewPolicies',
  tag: 'Allocation',
  summary: 'See what rules would change before they are published',
  description: 'Computed from stock and forecasts as they are now. Writes nothing.',
  permission: 'read_operations',
  body: policyPreviewSchema,
  answers: {
    200: {
      description: 'The listings whose numbers would change, and totals over all that were looked at.',
      schema: z.object({
        items: z.array(
          z.object({
            sku: z.string(),
            channel: z.string(),
            location: z.string(),
            before: outlookSchema,
            after: outlookSchema,
          }),
        ),
        changed: z.int().describe('All listings that change; items names the first of them.'),
        toZero: z.int(),
        fromZero: z.int(),
        listings: z.int(),
        skus: z.int(),
        truncated: z.boolean(),
        totals: z.object({ before: totalsSchema, after: totalsSchema }),
        channels: z.array(z.object({ channel: z.string(), before: totalsSchema, after: totalsSchema })),
      }),
    },
    422: { description: 'invalid_policy, with every field and reason.' },
  },
});

const promotionSchema = z.object({
  promotion: z.string(),
  name: z.string(),
  channel: z.string(),
  startsAt: instant,
  endsAt: instant,
  skus: z.array(z.string()),
  uplift: z.number().optional(),
  holdBack: units,
  cancelledAt: instant.optional(),
  createdBy: z.string(),
});

export const getPromotionsContract = contract({
  method: 'GET',
  path: '/promotions',
  operation: 'listPromotions',
  tag: 'Allocation',
  summary: 'List promotions',
  permission: 'read_operations',
  query: listQuery({
    channel: codeSchema.optional(),
    sku: codeSchema.optional(),
    status: z.enum(['scheduled', 'running', 'ended', 'cancelled']).optional(),
  }),
  answers: {
    200: { description: 'Promotions, the latest start first.', schema: pageSchema(promotionSchema) },
  },
});

export const postPromotionContract = contract({
  method: 'POST',
  path: '/promotions',
  operation: 'savePromotion',
  tag: 'Allocation',
  summary: 'Plan a promotion, or replace one by its id',
  description: 'Needs an Idempotency-Key.',
  permission: 'write_promotions',
  body: newPromotionSchema,
  idempotent: true,
  answers: {
    201: { description: 'Planned.', schema: promotionSchema },
    422: { description: 'invalid_promotion, with every field and reason.' },
  },
});

export const cancelPromotionContract = contract({
  method: 'DELETE',
  path: '/promotions/{id}',
  operation: 'cancelPromotion',
  tag: 'Allocation',
  summary: 'Cancel a promotion',
  description: 'Cancelling it again succeeds and changes nothing.',
  permission: 'write_promotions',
  params: z.object({ id: codeSchema }),
  answers: {
    200: { description: 'The promotion as it stands.', schema: promotionSchema },
    404: { description: 'There is no such promotion.' },
  },
});
