import type { PositionItem } from './stock-types';

/** One row of the written-out sum: on hand − committed − unavailable = available; − safety stock = available to sell. */
export interface SumRow {
  node: string;
  onHand: number;
  committed: number;
  unavailable: number;
  qualityControl: number;
  damaged: number;
  available: number;
  safetyStock: number;
  availableToSell: number;
  incoming: number;
}

/** The rows of each node, and what they are together. The terms come from the server; here they are only added up. */
export function sumPositions(positions: readonly PositionItem[]): { rows: SumRow[]; total: SumRow } {
  const rows = positions.map((position) => ({
    node: position.node,
    onHand: position.onHand,
    committed: position.committed,
    unavailable: position.qualityControl + position.damaged,
    qualityControl: position.qualityControl,
    damaged: position.damaged,
    available: position.available,
    safetyStock: position.safetyStock,
    availableToSell: position.availableToSell,
    incoming: position.incoming,
  }));
  const sum = (term: Exclude<keyof SumRow, 'node'>) => rows.reduce((units, row) => units + row[term], 0);
  return {
    rows,
    total: {
      node: '',
      onHand: sum('onHand'),
      committed: sum('committed'),
      unavailable: sum('unavailable'),
      qualityControl: sum('qualityControl'),
      damaged: sum('damaged'),
      available: sum('available'),
      safetyStock: sum('safetyStock'),
      availableToSell: sum('availableToSell'),
      incoming: sum('incoming'),
    },
  };
}
