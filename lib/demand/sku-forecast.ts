import type { AccuracyFigures } from './accuracy';

/** Eight of ten times the demand lies between `low` and `high`. Units. */
export interface ExpectedUnits {
  mean: number;
  low: number;
  high: number;
}

/** What a channel is expected to be asked for of one SKU, and how well that channel was foreseen so far. */
export interface SkuForecast {
  channel: string;
  day: ExpectedUnits;
  week: ExpectedUnits;
  /** Promotions that have not ended; times ms since 1970. */
  promotions: { startsAt: number; endsAt: number; factor: number; known: boolean }[];
  /** Of the whole channel, in days that were foreseen; null: nothing was scored yet. */
  accuracy: (AccuracyFigures & { outcomes: number; drifting: boolean }) | null;
}
