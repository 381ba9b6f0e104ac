/** What can be wrong, the most general cause first: an alert is suppressed only by one of a rule before its own. */
export const alertRules = [
  'proof_failed',
  'channel_down',
  'feed_silent',
  'push_late',
  'push_failing',
  'watermark_broken',
  'oversell',
  'oversell_risk',
  'budget_burning',
  'discrepancy',
  'below_safety_stock',
  'stock_out_forecast',
  'listing_below_threshold',
  'channel_drift',
  'unknown_listing',
  'transfer_late',
  'return_waiting',
  'forecast_drift',
] as const;
export type AlertRule = (typeof alertRules)[number];

export const severities = ['critical', 'warning', 'information'] as const;
export type Severity = (typeof severities)[number];

/** By its place among `severities`, which is how it is stored. */
export function severityAt(place: number): Severity {
  return severities[place] ?? 'information';
}

export interface RuleTraits {
  /** How bad it is where nothing is known of its impact. */
  severity: Severity;
  /** Which way the value gets worse. */
  worse: 'lower' | 'higher';
  /** What value and limit count. */
  unit: 'packs' | 'units' | 'seconds' | 'failures' | 'lines' | 'findings' | 'days' | 'orders' | 'percent';
  /** Set where nobody can resolve it by hand, with what does. */
  resolvedOnlyBy: string | null;
  /** Alerts of these rules in the same place are its consequences. */
  suppressedBy: readonly AlertRule[];
}

const traits = {
  proof_failed: { severity: 'critical', worse: 'higher', unit: 'findings' },
  channel_down: { severity: 'critical', worse: 'higher', unit: 'failures' },
  // Not a consequence of `channel_down` alone: what a silent feed hides are orders.
  feed_silent: { severity: 'critical', worse: 'higher', unit: 'seconds' },
  push_late: { severity: 'warning', worse: 'higher', unit: 'seconds', suppressedBy: ['channel_down'] },
  push_failing: { severity: 'warning', worse: 'higher', unit: 'failures', suppressedBy: ['channel_down'] },
  // A late order: the guarantee of this listing is off until somebody has looked.
  watermark_broken: { severity: 'critical', worse: 'higher', unit: 'orders' },
  oversell: { severity: 'critical', worse: 'higher', unit: 'units' },
  oversell_risk: { severity: 'warning', worse: 'higher', unit: 'units' },
  budget_burning: { severity: 'warning', worse: 'higher', unit: 'orders' },
  discrepancy: {
    severity: 'warning',
    worse: 'higher',
    unit: 'units',
    resolvedOnlyBy: 'a recount or an approved adjustment',
  },
  below_safety_stock: { severity: 'warning', worse: 'lower', unit: 'units' },
  stock_out_forecast: {
    severity: 'warning',
    worse: 'lower',
    unit: 'days',
    suppressedBy: ['below_safety_stock'],
  },
  listing_below_threshold: {
    severity: 'warning',
    worse: 'lower',
    unit: 'packs',
    suppressedBy: ['below_safety_stock'],
  },
  channel_drift: { severity: 'warning', worse: 'higher', unit: 'packs' },
  unknown_listing: { severity: 'warning', worse: 'higher', unit: 'lines' },
  transfer_late: { severity: 'warning', worse: 'higher', unit: 'seconds' },
  return_waiting: { severity: 'information', worse: 'higher', unit: 'seconds' },
  forecast_drift: { severity: 'information', worse: 'higher', unit: 'percent' },
} satisfies Record<
  AlertRule,
  Pick<RuleTraits, 'severity' | 'worse' | 'unit'> &
    Partial<Pick<RuleTraits, 'resolvedOnlyBy' | 'suppressedBy'>>
>;

const complete = Object.fromEntries(
  Object.entries(traits).map(([rule, own]) => [rule, { resolvedOnlyBy: null, suppressedBy: [], ...own }]),
) as unknown as Record<AlertRule, RuleTraits>;

export function traitsOf(rule: AlertRule): RuleTraits {
  return complete[rule];
}

/** Whether `value` is worse than `than` for this rule. */
export function isWorse(rule: AlertRule, value: number, than: number): boolean {
  return traitsOf(rule).worse === 'lower' ? value < than : value > than;
}

/** Where an alert stands; '' where a part does not apply. */
export interface AlertPlace {
  sku: string;
  node: string;
  channel: string;
  location: string;
}

/** One alert is open per identity: rule, SKU and node or channel. */
export function identityOf({ rule, sku, node, channel, location }: AlertPlace & { rule: AlertRule }): string {
  return JSON.stringify([rule, sku, node, channel, location]);
}
