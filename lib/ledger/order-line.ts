/** The four counters of an order line, in single units. They only ever rise. */
export interface OrderCounters {
  ordered: number;
  cancelled: number;
  shipped: number;
  returned: number;
}

/** Units per stock node. A node with none has no entry. */
export type UnitsByNode = Record<string, number>;

/** One line of an order on a channel: its counters and where its units are claimed. */
export interface OrderLine {
  sku: string;
  channel: string;
  order: string;
  line: string;
  /** The first event that named it. */
  sequence: number;
  /** When the order was placed (ms since 1970), as far as is known. */
  placedAt: number;
  /** Sums over single events. */
  counted: OrderCounters;
  /** The element-wise maximum over the channel's cumulative snapshots, net of what was before the connection. */
  reported: OrderCounters | null;
  shippedBefore: number;
  cancelledBefore: number;
  /** Committed units. */
  claims: UnitsByNode;
  /** Shipped units that wait for their order; '' where the node was not said. */
  waiting: UnitsByNode;
  backordered: number;
}

/** What an order's request holds before it is an order. */
export interface Reservation {
  sku: string;
  channel: string;
  order: string;
  line: string;
  reservation: string;
  quantity: number;
  claims: UnitsByNode;
  held: number;
  converted: number;
  released: number;
  expiresAt: string | null;
}

/** One line of a transfer: its counters and what they imply now. */
export interface TransferLine {
  sku: string;
  transfer: string;
  line: string;
  /** '' while only the receipt is known and it did not say. */
  from: string;
  to: string;
  ready: number;
  dispatched: number;
  received: number;
  damaged: number;
  missing: number;
  cancelledReady: number;
  cancelledTransit: number;
  /** Committed at the origin for this transfer. */
  held: number;
  /** Incoming at the destination by this transfer. */
  inTransit: number;
}

export function addUnits(units: UnitsByNode, node: string, change: number): void {
  const left = (units[node] ?? 0) + change;
  if (left < 0) throw new Error(`units at ${node} would fall below zero`);
  if (left === 0) delete units[node];
  else units[node] = left;
}

export function sumUnits(units: UnitsByNode): number {
  let sum = 0;
  for (const node in units) sum += units[node] ?? 0;
  return sum;
}

export const no_units = '{}';

/** As JSON, node by node. */
export function unitsText(units: UnitsByNode): string {
  for (const _ in units) return JSON.stringify(units);
  return no_units;
}
