import type { PolicyRules } from './policy-version';

export type PolicyStatus = 'draft' | 'scheduled' | 'in_force' | 'ended';

export interface ShownVersion extends PolicyRules {
  version: number;
  status: PolicyStatus;
  effectiveFrom: string | null;
  effectiveTo: string | null;
  note: string;
  rolledBackTo: number | null;
  createdAt: string;
  /** A person's or key's name. */
  createdBy: string;
}

/** A scope of the list: '' = any. Its rules are those of `current`: in force, else to come, else the draft, else the last. */
export interface PolicyScopeItem {
  sku: string;
  skuName: string | null;
  category: string;
  channel: string;
  channelName: string | null;
  current: ShownVersion;
  hasDraft: boolean;
  /** When the next version begins; null: none is planned. */
  nextFrom: string | null;
  versions: number;
}

/** The mark of a scope that nobody has written yet. */
export const unwritten_scope = 'unwritten';

export interface PolicyScopeHistory {
  /** As it was read: hand it back with a change, and one that somebody else made meanwhile is noticed. */
  seen: string;
  /** The newest first, the draft before all. */
  versions: ShownVersion[];
}

export interface OutlookNumbers {
  optimum: number;
  target: number;
  expectedDemand: number;
  expectedLostSales: number;
  oversellChance: number;
}

export interface PreviewItem {
  sku: string;
  channel: string;
  location: string;
  before: OutlookNumbers;
  after: OutlookNumbers;
}

export interface PreviewTotals {
  target: number;
  expectedLostSales: number;
  listingsAtZero: number;
  /** SKUs with a modelled chance of overselling within one loop, and the largest such chance. */
  skusAtRisk: number;
  oversellChanceMost: number;
}

export interface PolicyPreview {
  /** Listings whose numbers change, the largest change of a target first; no more than `preview_items_max`. */
  items: PreviewItem[];
  /** All that change, and those of them that go to 0 or come from 0. */
  changed: number;
  toZero: number;
  fromZero: number;
  listings: number;
  skus: number;
  /** More SKUs are touched than were looked at. */
  truncated: boolean;
  totals: Record<'before' | 'after', PreviewTotals>;
  channels: { channel: string; before: PreviewTotals; after: PreviewTotals }[];
}
