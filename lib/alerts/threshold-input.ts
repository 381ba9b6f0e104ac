import { z } from 'zod';
import { codeSchema, textSchema } from '@/lib/shared/text';
import { type AlertRule, alertRules } from './rules';
import type { ThresholdScope } from './threshold';

type Amount = 'limit' | 'percent' | 'days';
type Part = keyof ThresholdScope;

/** What can be set for a rule, and for what. A rule without amounts can only wait longer, or be off. */
export const thresholdShapes: Readonly<
  Record<AlertRule, { amounts: readonly Amount[]; scope: readonly Part[] }>
> = {
  listing_below_threshold: { amounts: ['limit', 'days'], scope: ['sku', 'category', 'channel'] },
  below_safety_stock: { amounts: [], scope: ['sku', 'category'] },
  discrepancy: { amounts: ['limit', 'percent'], scope: ['sku', 'category', 'node'] },
  oversell: { amounts: ['limit'], scope: ['sku', 'category', 'channel'] },
  channel_drift: { amounts: ['limit'], scope: ['sku', 'category', 'channel'] },
  push_failing: { amounts: ['limit'], scope: ['channel'] },
  push_late: { amounts: ['limit'], scope: ['channel'] },
  feed_silent: { amounts: ['limit'], scope: ['channel'] },
  channel_down: { amounts: ['limit'], scope: ['channel'] },
  unknown_listing: { amounts: [], scope: ['channel'] },
  // Nobody can wish that away.
  proof_failed: { amounts: [], scope: [] },
};
export const settableRules = alertRules.filter((rule) => rule !== 'proof_failed');

export const limit_max = 1_000_000_000;
export const days_max = 365;
export const for_seconds_max = 86_400;

/** A threshold as a form sends it. `seen` is the one of this scope that the person saw in force, null for none. */
export const thresholdInputSchema = z
  .strictObject({
    rule: z.enum(alertRules),
    sku: codeSchema.or(z.literal('')).default(''),
    category: textSchema.default(''),
    node: codeSchema.or(z.literal('')).default(''),
    channel: codeSchema.or(z.literal('')).default(''),
    limit: z.int('must be a whole number').min(0, 'must not be negative').max(limit_max).nullable(),
    percent: z.number().min(0, 'must not be negative').max(100, 'must be at most 100').nullable(),
    days: z.number().min(0, 'must not be negative').max(days_max, `must be at most ${days_max}`).nullable(),
    forSeconds: z.int('must be a whole number').min(0, 'must not be negative').max(for_seconds_max),
    off: z.boolean(),
    seen: z.string().max(20).nullable(),
  })
  .superRefine((input, context) => {
    const { amounts, scope } = thresholdShapes[input.rule];
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', message, path: [field] });
    if (input.rule === 'proof_failed') refuse('rule', 'has no threshold');
    for (const amount of ['limit', 'percent', 'days'] as const)
      if (input[amount] !== null && !amounts.includes(amount)) refuse(amount, 'is not of this rule');
    for (const part of ['sku', 'category', 'node', 'channel'] as const)
      if (input[part] !== '' && !scope.includes(part)) refuse(part, 'is not of this rule');
    if (input.sku !== '' && input.category !== '') refuse('category', 'is not given beside a SKU');
    if (input.limit !== null && input.days !== null) refuse('days', 'is not given beside a limit');
    const set = amounts.some((amount) => input[amount] !== null);
    if (!input.off && amounts.length > 0 && !set) refuse(amounts[0] ?? 'limit', 'must be given');
  });
export type ThresholdInput = z.output<typeof thresholdInputSchema>;

/** A threshold in force, as the page shows it. */
export interface ThresholdItem extends Omit<ThresholdInput, 'seen'> {
  threshold: string;
  from: string;
  by: string;
}

/** What would change at once. */
export interface ThresholdPreview {
  /** SKUs or channels that were looked at, and whether there are more. */
  looked: number;
  capped: boolean;
  fires: number;
  opens: number;
  resolves: number;
  /** Some of those that would open, in a sentence each. */
  examples: string[];
}
