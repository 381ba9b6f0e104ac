import { z } from 'zod';
import { codeSchema, textSchema } from '@/lib/shared/text';

const percent = z.number().min(0, 'must not be negative').max(100, 'must be at most 100');
const minor = z.int('must be a whole number').min(0, 'must not be negative').max(1_000_000_000);
const channel = codeSchema.or(z.literal(''));

/** What an oversold unit is taken to cost on a channel; '' for all that have no own. `seen`: what stood there. */
export const oversellCostSchema = z.strictObject({
  channel,
  marginPercent: percent,
  goodwillPercent: percent,
  feeMinor: minor,
  serviceMinor: minor,
  seen: z.string().max(20).nullable(),
});
export type OversellCostInput = z.output<typeof oversellCostSchema>;

/** How many orders a channel lets somebody cancel in a window, with where that is written. */
export const cancellationLimitSchema = z.strictObject({
  channel,
  name: textSchema.pipe(z.string().min(1, 'must be given').max(100)),
  windowDays: z.int('must be a whole number').min(1, 'must be at least 1').max(365, 'must be at most 365'),
  percent,
  source: textSchema.pipe(z.string().min(1, 'must say where it is written').max(500)),
  seen: z.string().max(20).nullable(),
});
export type CancellationLimitInput = z.output<typeof cancellationLimitSchema>;

export interface OversellCostItem extends Omit<OversellCostInput, 'seen'> {
  cost: string;
  from: string;
  by: string;
}

export interface CancellationLimitItem extends Omit<CancellationLimitInput, 'seen'> {
  limit: string;
  from: string;
  by: string;
}

export interface ReportSettings {
  costs: OversellCostItem[];
  limits: CancellationLimitItem[];
}

/** Where nothing is set: the whole margin of what was cancelled, and nothing else. */
export const oversellCostDefault = {
  marginPercent: 100,
  goodwillPercent: 0,
  feeMinor: 0,
  serviceMinor: 0,
} as const;

/**
 * Limits that marketplaces were known to set in 2026, to begin with. They change: look at the channel's own terms and
 * write where you found them.
 */
export const cancellationLimitPresets: readonly (Omit<CancellationLimitInput, 'channel' | 'seen'> & {
  of: string;
})[] = [
  {
    of: 'Amazon',
    name: 'Pre-fulfilment cancel rate',
    windowDays: 7,
    percent: 2.5,
    source: 'Amazon Seller Central, seller-fulfilled performance: below 2.5 % in 7 days',
  },
  {
    of: 'Walmart US',
    name: 'Cancellation rate',
    windowDays: 30,
    percent: 2,
    source: 'Walmart Marketplace, seller performance standards: at most 2 %',
  },
  {
    of: 'eBay',
    name: 'Transaction defect rate',
    windowDays: 90,
    percent: 2,
    source: 'eBay seller standards: above 2 % is below standard',
  },
  {
    of: 'TikTok Shop US',
    name: 'Seller-fault cancellation rate',
    windowDays: 30,
    percent: 2.5,
    source: 'TikTok Shop US, as told by third parties: at most 2.5 %',
  },
  {
    of: 'Flipkart',
    name: 'Seller cancellation rate',
    windowDays: 30,
    percent: 0.5,
    source: 'Flipkart, as told by third parties: 0.25 to 0.5 %',
  },
];
