import { type AlertRule, traitsOf } from '@/lib/alerts/rules';
import type { Threshold } from '@/lib/alerts/threshold';
import type { ThresholdInput, ThresholdItem, ThresholdPreview } from '@/lib/alerts/threshold-input';
import { duration } from '@/lib/alerts/words';
import { formatUnits } from '@/lib/shared/format';

type Refused = {
  ok: false;
  code: string;
  detail: string;
  field?: string;
  fields?: readonly { field: string; message: string }[];
  theirs?: ThresholdItem | null;
};

export interface ThresholdActions {
  save: (
    input: ThresholdInput,
    end: boolean,
  ) => Promise<{ ok: true; threshold: ThresholdItem | null } | Refused>;
  preview: (input: ThresholdInput) => Promise<{ ok: true; preview: ThresholdPreview } | Refused>;
}

/** When a rule fires, in words: "below 20 packs", "2 days of its demand", "more than 5 units and 2 % apart". */
export function firesWords(rule: AlertRule, { limit, percent, days, off }: Threshold): string {
  if (off) return 'Off';
  switch (rule) {
    case 'listing_below_threshold':
      return limit !== null
        ? `Below ${formatUnits(limit)} packs`
        : `Below ${days ?? 0} days of its own demand`;
    case 'below_safety_stock':
      return 'At or below the safety stock';
    case 'discrepancy':
      return `More than ${formatUnits(limit ?? 0)} units and ${percent ?? 0} % apart`;
    case 'watermark_broken':
      return 'With the first late order';
    case 'stock_out_forecast':
      return `Cover below ${percent ?? 100} % of the lead time`;
    case 'budget_burning':
      return `${percent ?? 100} % of a cancellation budget spent`;
    case 'transfer_late':
      return `Late by more than ${duration(limit ?? 0)}`;
    case 'return_waiting':
      return `Waiting for more than ${duration(limit ?? 0)}`;
    case 'forecast_drift':
      return `More than ${formatUnits(limit ?? 0)} % to one side`;
    case 'oversell':
    case 'oversell_risk':
    case 'channel_drift':
      return `More than ${formatUnits(limit ?? 0)} ${traitsOf(rule).unit}`;
    case 'feed_silent':
      return `Silent for ${duration(limit ?? 0)} and three polls`;
    case 'push_late':
      return `Waiting for more than ${duration(limit ?? 0)}`;
    case 'push_failing':
    case 'channel_down':
      return `${formatUnits(limit ?? 1)} failures in a row`;
    case 'unknown_listing':
      return 'With the first order line';
    case 'proof_failed':
      return 'With the first finding';
  }
}
