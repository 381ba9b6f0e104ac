import { formatMinute, formatRate, formatUnits } from '@/lib/shared/format';

/** What of a promotion two people can change at once. */
export const fields = ['name', 'channel', 'startsAt', 'endsAt', 'skus', 'uplift', 'holdBack'] as const;
export type PromotionField = (typeof fields)[number];

export const fieldWords: Readonly<Record<PromotionField, string>> = {
  name: 'Name',
  channel: 'Channel',
  startsAt: 'Starts',
  endsAt: 'Ends',
  skus: 'SKUs',
  uplift: 'Uplift',
  holdBack: 'Hold-back',
};

export interface PromotionValues {
  name: string;
  channel: string;
  startsAt: string | null;
  endsAt: string | null;
  skus: readonly string[];
  uplift: number | null;
  holdBack: number | null;
}

/** A field as text, the same for the same value. */
export function shownOf(values: PromotionValues, field: PromotionField): string {
  switch (field) {
    case 'name':
    case 'channel':
      return values[field];
    case 'startsAt':
    case 'endsAt': {
      const at = values[field];
      return at === null ? 'not set' : formatMinute(at);
    }
    case 'skus':
      return [...values.skus].sort().join(', ');
    case 'uplift':
      return values.uplift === null ? 'not known' : `×${formatRate(values.uplift)}`;
    case 'holdBack':
      return `${formatUnits(values.holdBack ?? 0)} units`;
  }
}
