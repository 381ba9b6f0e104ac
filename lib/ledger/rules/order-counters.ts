import type { OrderCounters, OrderLine } from '../order-line';

/**
 * What counts: per counter the larger of the sum over events and the maximum over snapshots. Both only rise and
 * both are commutative, so the order in which reports arrive cannot change the result.
 */
export function effectiveCounters(line: Pick<OrderLine, 'counted' | 'reported'>): OrderCounters {
  const { counted, reported } = line;
  if (reported === null) return counted;
  return {
    ordered: Math.max(counted.ordered, reported.ordered),
    cancelled: Math.max(counted.cancelled, reported.cancelled),
    shipped: Math.max(counted.shipped, reported.shipped),
    returned: Math.max(counted.returned, reported.returned),
  };
}

export interface ImpliedLine {
  /** Shipped units of units that were ordered. */
  shipped: number;
  cancelled: number;
  /** Ordered and neither shipped nor cancelled: claims and backorder together. */
  open: number;
  /** Shipped units whose order has not been reported yet. */
  waiting: number;
}

/**
 * What the counters imply. Goods that left are gone, so shipping wins over cancelling:
 * shipped′ = min(S, O), cancelled′ = min(C, O − shipped′), open = O − shipped′ − cancelled′.
 * Ordered 5, cancelled 2, shipped 4: shipped′ 4, cancelled′ 1, open 0.
 */
export function impliedBy(counters: OrderCounters): ImpliedLine {
  const shipped = Math.min(counters.shipped, counters.ordered);
  const cancelled = Math.min(counters.cancelled, counters.ordered - shipped);
  return {
    shipped,
    cancelled,
    open: counters.ordered - shipped - cancelled,
    waiting: counters.shipped - shipped,
  };
}
