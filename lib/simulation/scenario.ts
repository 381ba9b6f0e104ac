/** A stretch of trade in one SKU from one pool, and everything that goes wrong in it. Times in seconds from its start. */
export interface Scenario {
  name: string;
  stockUnits: number;
  durationSeconds: number;
  /** Over all channels, without surges. */
  meanDailyUnits: number;
  channels: readonly ChannelScenario[];
  surges: readonly Surge[];
  /** What the promotion calendar knew beforehand. */
  knownPromotions: readonly Surge[];
  outages: readonly { channel: string; fromSecond: number; toSecond: number }[];
  manualEdits: readonly { channel: string; atSecond: number; setTo: number }[];
  /** What the channels show where nobody synchronises; null = each the whole stock. */
  neverSyncedShows: readonly number[] | null;
  tickSeconds: number;
  duplicateReportProbability: number;
  /** Of pushes that failed: how many land all the same, later. */
  lateApplyAfterFailureProbability: number;
  duplicatePushProbability: number;
  /** Pushes may land after the delay that the channel promised as the longest. */
  pushDelayUnbounded: boolean;
  /** Share of orders that are cancelled later, and whether their units come back into the listing. */
  cancellations?: { probability: number; restockProbability: number };
  /** Receipts (> 0) and losses (< 0). */
  supply?: readonly { atSecond: number; units: number }[];
}

export interface ChannelScenario {
  name: string;
  demandShare: number;
  /** Net revenue of a unit here; the dearest channel has 1. */
  netRevenueWeight: number;
  pushKind: 'absolute' | 'delta' | 'versioned' | 'compareAndSet';
  report: Reports;
  push: { medianSeconds: number; logSigma: number; ackMedianSeconds: number; failProbability: number };
  /** What the channel promises; null = no promise. */
  pushMaxDelaySeconds: number | null;
  /** What its past has taught; without it the scenario's own mean and profile are known. */
  known?: KnownDemand;
}

export interface KnownDemand {
  /** Units on an average open day. */
  level: number;
  /** φ of whole days and of orders. */
  dispersion: number;
  orderDispersion: number;
  /** Seven factors, Monday first. */
  weekday: readonly number[];
}

export type Reports =
  | {
      type: 'webhook';
      medianSeconds: number;
      logSigma: number;
      lossProbability: number;
      /** How often it is polled behind the webhooks. */
      reconcileSeconds: number;
    }
  | { type: 'poll'; periodSeconds: number };

export interface Surge {
  channel: string;
  fromSecond: number;
  toSecond: number;
  extraUnits: number;
}

/** An order as a customer wants it. */
export interface Arrival {
  /** ms from the start. */
  at: number;
  channel: string;
  units: number;
}
