import { z } from 'zod';
import { instantSchema } from '@/lib/shared/clock';
import { quantityOrZeroSchema } from '@/lib/shared/quantity';
import { codeSchema } from '@/lib/shared/text';

export const preview_policies_max = 50;
/** SKUs named with a preview, and SKUs looked at where none are named. */
export const preview_skus_named_max = 200;
export const preview_skus_max = 5_000;
/** Listings a preview names; the counts are of all. */
export const preview_items_max = 200;
const promotion_skus_max = 5_000;

const modeSchema = z.union([z.enum(['strict', 'fixed_share']), z.strictObject({ bounded: z.number() })]);

const rules = {
  sku: codeSchema.optional(),
  category: z.string().min(1).max(200).optional(),
  channel: codeSchema.optional(),
  priority: z.number().optional(),
  floor: quantityOrZeroSchema.optional(),
  cap: quantityOrZeroSchema.optional(),
  buffer: quantityOrZeroSchema.optional(),
  mode: modeSchema.optional(),
  share: z.number().optional().describe('The part of the pool in mode fixed_share, above 0, at most 1.'),
  effectiveFrom: instantSchema.optional().describe('Default: now.'),
  effectiveTo: instantSchema.optional(),
};

/** Rules for a scope; what is left out is left to a less specific scope. */
export const policyRulesSchema = z.strictObject(rules);
export type PolicyRulesInput = z.output<typeof policyRulesSchema>;

export const newPolicySchema = z.strictObject({
  ...rules,
  note: z.string().max(500).default(''),
  draft: z.boolean().default(false).describe('Keep it without publishing; a scope has one draft at most.'),
  rollBackTo: z
    .int()
    .min(0)
    .optional()
    .describe(
      'Publish the rules of this earlier version of the scope again; 0 ends the policy. Give no rules with it.',
    ),
});
export type NewPolicyInput = z.output<typeof newPolicySchema>;

export const policyPreviewSchema = z.strictObject({
  policies: z.array(policyRulesSchema).min(1).max(preview_policies_max),
  skus: z
    .array(codeSchema)
    .max(preview_skus_named_max)
    .optional()
    .describe('Default: the first SKUs that they touch.'),
});
export type PolicyPreviewInput = z.output<typeof policyPreviewSchema>;

/** '' = any. */
export const policyScopeSchema = z.strictObject({
  sku: z.union([z.literal(''), codeSchema]).default(''),
  category: z.string().max(200).default(''),
  channel: z.union([z.literal(''), codeSchema]).default(''),
});

export const newPromotionSchema = z.strictObject({
  promotion: codeSchema.optional().describe('Its id; one that is known is replaced. Default: a new one.'),
  name: z.string().min(1).max(200),
  channel: codeSchema,
  startsAt: instantSchema,
  endsAt: instantSchema,
  skus: z.array(codeSchema).min(1).max(promotion_skus_max),
  uplift: z.number().optional().describe('How many times the usual demand; left out: not known.'),
  holdBack: quantityOrZeroSchema.default(0).describe('Units per SKU kept in the float for the channel.'),
});
export type NewPromotionInput = z.output<typeof newPromotionSchema>;
