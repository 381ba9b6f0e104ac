import type { Risk } from '@/lib/availability/cover';

/** The answer of `/api/ui/overview`. Single units, days, ISO 8601. */
export interface OverviewData {
  checkedAt: string;
  skus: number;
  incidents: number;
  belowSafety: number;
  outOfStock: number;
  atRiskTotal: number;
  atRisk: SkuAtRisk[];
  backorderedLines: number;
  discrepancies: number;
  channels: ChannelState[];
  proof: { balanced: boolean; checkedAt: string; postings: number } | null;
}

export interface SkuAtRisk {
  sku: string;
  name: string;
  available: number;
  safetyStock: number;
  availableToSell: number;
  dailyDemand: number;
  coverDays: number | null;
  leadDays: number;
  risk: Risk | null;
}

export interface ChannelState {
  channel: string;
  name: string;
  connected: boolean;
  paused: boolean;
  error: string | null;
  waiting: number;
  drifted: number;
  inbox: number;
  demand: { day: string; units: number }[];
}
