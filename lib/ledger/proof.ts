/** What the proof of the ledger can find wrong. */
export const findingKinds = [
  /** The postings of an event do not sum to zero. */
  'event_unbalanced',
  /** What is stored of an event is not what was recorded: its hash or digest differs. */
  'event_changed',
  /** Postings without their event, or fewer events than were sealed. */
  'event_missing',
  /** More events than were sealed. */
  'event_added',
  /** The sealed hash of a bucket differs although the number of events agrees. */
  'seal_differs',
  /** A seal is gone, or its keyed root is not what the key gives. */
  'seal_broken',
  /** The versions of a position have a gap, or are out of order. */
  'posting_missing',
  /** A running balance is not the balance before plus the delta. */
  'balance_differs',
  /** A position is not what its last posting says. */
  'position_differs',
  /** Committed units are not those of open orders, reservations and ready transfers. */
  'committed_differs',
  /** Incoming units are not those of transfers in transit. */
  'incoming_differs',
  /** The counters of a SKU are not the sums over its orders and reservations. */
  'head_differs',
  /** Claims and backorder of an order line are not what its counters leave open. */
  'order_line_differs',
  /** A daily row is not the sum of its postings. */
  'day_differs',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** One thing that is wrong, named as exactly as it can be. */
export interface Finding {
  kind: FindingKind;
  bucket?: number;
  sku?: string;
  node?: string;
  sequence?: number;
  /** For a person: what differs from what. */
  detail: string;
}

/** How many findings a run keeps; the rest is counted. One tampered row can show in thousands of places. */
export const findings_kept_max = 200;

/** Collects findings, keeping the first and counting all. */
export class Findings {
  readonly kept: Finding[] = [];
  total = 0;

  add(finding: Finding): void {
    this.total += 1;
    if (this.kept.length < findings_kept_max) this.kept.push(finding);
  }
}

export interface Proof {
  balanced: boolean;
  events: number;
  postings: number;
  positions: number;
  /** The last seal that was checked; null while nothing is sealed. */
  seal: number | null;
  /** ISO. */
  checkedAt: string;
  findings: Finding[];
  /** May exceed the findings kept. */
  findingsTotal: number;
}
