import { type InventoryEvent, inventoryEventSchema, screen_source } from '@/lib/ledger/events';

/** A line as it was handed in. */
export interface CountedLine {
  sku: string;
  counted: number;
  countedAt: string;
  round: number;
}

const idOf = (stocktake: string, { sku, round }: Pick<CountedLine, 'sku' | 'round'>) =>
  `${stocktake}:${round}:${sku}`;

/** The count of a line. Its id comes of what it counts, so that handing in again writes nothing twice. */
export function lineCountOf(stocktake: string, node: string, line: CountedLine): InventoryEvent {
  return inventoryEventSchema.parse({
    source: screen_source,
    id: idOf(stocktake, line),
    type: 'stock_counted',
    occurredAt: line.countedAt,
    sku: line.sku,
    node,
    counted: line.counted,
    countedAt: line.countedAt,
    session: stocktake,
  });
}

/** Its approval, as of when the stocktake was approved. */
export function lineApprovalOf(
  stocktake: string,
  node: string,
  line: Pick<CountedLine, 'sku' | 'round'>,
  approvedAt: string,
): InventoryEvent {
  return inventoryEventSchema.parse({
    source: screen_source,
    id: `${idOf(stocktake, line)}:approved`,
    type: 'count_approved',
    occurredAt: approvedAt,
    sku: line.sku,
    node,
    of: { source: screen_source, id: idOf(stocktake, line) },
  });
}
