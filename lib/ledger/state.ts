import type { InventoryEvent } from './events';
import type { OrderLine, Reservation, TransferLine } from './order-line';
import type { OutsideAccount, Position, StockState } from './states';

/** The lock row of a SKU and its two counters. */
export interface LedgerHead {
  sku: string;
  /** Units backordered over all order lines. */
  backordered: number;
  /** Units held by reservations. */
  reserved: number;
}

/** The first answer to an event that is already recorded. */
export interface RecordedVerdict {
  sequence: number;
  sku: string;
  /** Lower-case hex of the content hash. */
  hash: string;
  refusal: string | null;
  detail: string | null;
  shortfall: number | null;
  /** The facts of a refusal. */
  shortBy: number | null;
  available: number | null;
}

/** What one event did at one stock node, and the balances after it. */
export interface Posting {
  sku: string;
  node: string;
  sequence: number;
  /** ISO; the event's own, but for a count's variance, which was true when the count was taken. */
  occurredAt: string;
  version: number;
  deltas: Record<StockState, number>;
  outside: Record<OutsideAccount, number>;
  balances: Record<StockState, number>;
}

/** A recorded event as a reversal or an approval needs it. */
export interface RecordedEvent {
  sequence: number;
  event: InventoryEvent;
  refused: boolean;
  postings: Pick<Posting, 'node' | 'deltas' | 'outside'>[];
  reversed: boolean;
}

export interface StockCount {
  sku: string;
  sequence: number;
  node: string;
  /** '' = what a person sees on the shelf: available + committed. */
  state: StockState | '';
  counted: number;
  /** ISO. */
  countedAt: string;
  session: string | null;
  variance: number | null;
  approvedSequence: number | null;
}

/** What a node reported last of a SKU: an older report says nothing any more. */
export interface LastSnapshot {
  sku: string;
  node: string;
  /** ISO. */
  takenAt: string;
  onHand: number;
  sequence: number;
}

/**
 * Everything a decision may look at. A key that is absent was not loaded (the decision then asks for it); null
 * says that it was looked for and is not there.
 */
export interface LedgerState {
  nodes: ReadonlySet<string>;
  /** The sourcing order of each channel. */
  channels: ReadonlyMap<string, readonly string[]>;
  heads: Map<string, LedgerHead | null>;
  recorded: Map<string, RecordedVerdict | null>;
  positions: Map<string, Position | null>;
  orderLines: Map<string, OrderLine | null>;
  reservations: Map<string, Reservation | null>;
  transfers: Map<string, TransferLine | null>;
  counts: Map<string, StockCount | null>;
  /** By SKU and node. */
  snapshots: Map<string, LastSnapshot | null>;
  events: Map<string, RecordedEvent | null>;
  /** By SKU: the keys of all its order lines with a backorder. */
  backorders: Map<string, string[]>;
  /** By SKU and node: the keys of everything that has units committed there. */
  claims: Map<string, ClaimKeys>;
  /** By order line: the keys of its reservations that still hold units. */
  orderReservations: Map<string, string[]>;
  /** By SKU, node and instant: the balances that were true then, as far as is recorded. */
  trueBalances: Map<string, Record<StockState, number>>;
  /** By SKU and node: units that requests may not touch (the safety stock). */
  keptBack: Map<string, number>;
  /** By SKU and node: units that channels may still sell, which requests may not touch either. */
  promised: Map<string, number>;
}

export interface ClaimKeys {
  orderLines: string[];
  reservations: string[];
  transfers: string[];
}

const separator = '\u0000';

/** The keys of the maps above. The separator cannot be part of a code or an id. */
export const keyOf = {
  position: (sku: string, node: string) => sku + separator + node,
  recorded: (source: string, id: string) => source + separator + id,
  orderLine: (of: { sku: string; channel: string; order: string; line: string }) =>
    of.sku + separator + of.channel + separator + of.order + separator + of.line,
  reservation: (of: { sku: string; channel: string; order: string; line: string; reservation: string }) =>
    keyOf.orderLine(of) + separator + of.reservation,
  transfer: (of: { sku: string; transfer: string; line: string }) =>
    of.sku + separator + of.transfer + separator + of.line,
  count: (sku: string, sequence: number) => sku + separator + sequence,
  trueBalance: (sku: string, node: string, at: string) => sku + separator + node + separator + at,
};

export const splitKey = (key: string): string[] => key.split(separator);

export function emptyState(
  nodes: ReadonlySet<string>,
  channels: ReadonlyMap<string, readonly string[]>,
): LedgerState {
  return {
    nodes,
    channels,
    heads: new Map(),
    recorded: new Map(),
    positions: new Map(),
    orderLines: new Map(),
    reservations: new Map(),
    transfers: new Map(),
    counts: new Map(),
    snapshots: new Map(),
    events: new Map(),
    backorders: new Map(),
    claims: new Map(),
    orderReservations: new Map(),
    trueBalances: new Map(),
    keptBack: new Map(),
    promised: new Map(),
  };
}

/** The maps of a state that are filled by asking; one kind of want each. */
export type WantKind = Exclude<keyof LedgerState, 'nodes' | 'channels'>;
export type Wants = Map<WantKind, Set<string>>;
