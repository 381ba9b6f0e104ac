import type { OrderLine } from '../order-line';

/** The counters of order_line as node-postgres gives them: bigint as text. */
export interface OrderCounterColumns {
  ordered_counted: string;
  cancelled_counted: string;
  shipped_counted: string;
  returned_counted: string;
  /** All four are NULL where the channel never sent a snapshot. */
  ordered_reported: string | null;
  cancelled_reported: string | null;
  shipped_reported: string | null;
  returned_reported: string | null;
}

export const orderCounterColumns = ['counted', 'reported']
  .flatMap((kind) => ['ordered', 'cancelled', 'shipped', 'returned'].map((name) => `${name}_${kind}`))
  .join(', ');

export function countersOf(row: OrderCounterColumns): Pick<OrderLine, 'counted' | 'reported'> {
  return {
    counted: {
      ordered: Number(row.ordered_counted),
      cancelled: Number(row.cancelled_counted),
      shipped: Number(row.shipped_counted),
      returned: Number(row.returned_counted),
    },
    reported:
      row.ordered_reported === null
        ? null
        : {
            ordered: Number(row.ordered_reported),
            cancelled: Number(row.cancelled_reported ?? 0),
            shipped: Number(row.shipped_reported ?? 0),
            returned: Number(row.returned_reported ?? 0),
          },
  };
}
