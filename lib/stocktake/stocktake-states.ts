export const scans_per_request_max = 500;

/** What somebody can ask to be counted. */
export const plannedScopes = ['node', 'class', 'category', 'sample'] as const;

/** `file`: what was counted came in a file. */
export const stocktakeScopes = [...plannedScopes, 'file'] as const;

export type StocktakeScope = (typeof stocktakeScopes)[number];

export const scanOutcomes = ['counted', 'unknown', 'unplanned', 'late'] as const;

export type ScanOutcome = (typeof scanOutcomes)[number];

export const stocktakeStatuses = [
  'counting',
  'handing_in',
  'counted',
  'posting',
  'posted',
  'cancelled',
] as const;

export type StocktakeStatus = (typeof stocktakeStatuses)[number];
