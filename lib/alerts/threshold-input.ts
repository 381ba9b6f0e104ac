import { z } from 'zod';
import { instantSchema } from '@/lib/shared/clock';
import { codeSchema, textSchema } from '@/lib/shared/text';
import { type AlertRule, alertRules } from './rules';
import type { ThresholdScope } from './threshold';

type Amount = 'limit' | 'percent' | 'days';
type Part = keyof ThresholdScope;

/** What can be set for a rule, and for what. A rule without amounts can only wait longer, or be off. */
export const thresholdShapes: Readonly<
  Record<AlertRule, { amounts: readonly Amount[]; scope: readonly Part[] }>
> = {
  listing_below_threshold: { amounts: ['limit', 'days'], scope: ['sku', 'category', 'class', 'channel'] },
  below_safety_stock: { amounts: [], scope: ['sku', 'category', 'class'] },
  discrepancy: { amounts: ['limit', 'percent'], scope: ['sku', 'category', 'class', 'node'] },
  oversell: { amounts: ['limit'], scope: ['sku', 'category', 'class', 'channel'] },
  channel_drift: { amounts: ['limit'], scope: ['sku', 'category', 'channel'] },
  push_failing: { amounts: ['limit'], scope: ['channel'] },
  push_late: { amounts: ['limit'], scope: ['channel'] },
  feed_silent: { amounts: ['limit'], scope: ['channel'] },
  channel_down: { amounts: ['limit'], scope: ['channel'] },
  unknown_listing: { amounts: [], scope: ['channel'] },
  watermark_broken: { amounts: [], scope: ['channel'] },
  oversell_risk: { amounts: ['limit'], scope: ['sku', 'category', 'class'] },
  stock_out_forecast: { amounts: ['percent'], scope: ['sku', 'category', 'class'] },
  budget_burning: { amounts: ['percent'], scope: ['channel'] },
  transfer_late: { amounts: ['limit'], scope: ['node'] },
  return_waiting: { amounts: ['limit'], scope: ['node'] },
  forecast_drift: { amounts: ['limit'], scope: ['channel'] },
  // Nobody can wish that away.
  proof_failed: { amounts: [], scope: [] },
};
export const settableRules = alertRules.filter((rule) => rule !== 'proof_failed');

export const limit_max = 1_000_000_000;
export const days_max = 365;
export const for_seconds_max = 86_400;
const threshold_ahead_ms_max = 366 * 86_400_000;

/** A threshold as a form sends it. `seen` is the one of this scope that the person saw in force, null for none. */
export const thresholdInputSchema = z
  .strictObject({
    rule: z.enum(alertRules),
    sku: codeSchema.or(z.literal('')).default(''),
    category: textSchema.default(''),
    class: z.enum(['', 'A', 'B', 'C']).default(''),
    node: codeSchema.or(z.literal('')).default(''),
    channel: codeSchema.or(z.literal('')).default(''),
    limit: z.int('must be a whole number').min(0, 'must not be negative').max(limit_max).nullable(),
    percent: z.number().min(0, 'must not be negative').max(1_000, 'must be at most 1000').nullable(),
    days: z.number().min(0, 'must not be negative').max(days_max, `must be at most ${days_max}`).nullable(),
    forSeconds: z.int('must be a whole number').min(0, 'must not be negative').max(for_seconds_max),
    off: z.boolean(),
    /** When it comes into force; null: at once. */
    from: instantSchema.nullable().default(null),
    seen: z.string().max(20).nullable(),
  })
  .superRefine((input, context) => {
    const { amounts, scope } = thresholdShapes[input.rule];
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', message, path: [field] });
    if (input.rule === 'proof_failed') refuse('rule', 'has no threshold');
    for (const amount of ['limit', 'percent', 'days'] as const)
      if (input[amount] !== null && !amounts.includes(amount)) refuse(amount, 'is not of this rule');
    for (const part of ['sku', 'category', 'class', 'node', 'channel'] as const)
      if (input[part] !== '' && !scope.includes(part)) refuse(part, 'is not of this rule');
    if (input.sku !== '' && input.category !== '') refuse('category', 'is not given beside a SKU');
    if (input.class !== '' && (input.sku !== '' || input.category !== ''))
      refuse('class', 'is not given beside a SKU or a category');
    if (input.from !== null && Date.parse(input.from) > Date.now() + threshold_ahead_ms_max)
      refuse('from', 'must lie at most a year ahead');
    if (input.limit !== null && input.days !== null) refuse('days', 'is not given beside a limit');
    const set = amounts.some((amount) => input[amount] !== null);
    if (!input.off && amounts.length > 0 && !set) refuse(amounts[0] ?? 'limit', 'must be given');
  });
export type ThresholdInput = z.output<typeof thresholdInputSchema>;

/** A threshold in force, as the page shows it. */
export interface ThresholdItem extends Omit<ThresholdInput, 'seen' | 'from'> {
  threshold: string;
  from: string;
  /** Not in force yet. */
  coming: boolean;
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
  /** What it would have done in the last days, where the past can tell. */
  past: { days: number; alerts: number; places: number; atLeast: boolean } | null;
  /** Some of those that would open, in a sentence each. */
  examples: string[];
}
