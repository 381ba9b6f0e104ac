export interface Sellable {
  /** Units in the state `available` at the node. */
  available: number;
  /** Units kept back there. */
  safetyStock: number;
  /** A node can be closed for sale: then nothing of it may be sold, and nothing is owed to it either. */
  sellable: boolean;
}

/**
 * available to sell = available − safety stock, in single units and signed: 3 available with 5 kept back is −2,
 * which the other nodes of the pool have to make good. This is the only place that subtracts safety stock, and
 * nothing is clamped here: only what is published is.
 */
export function availableToSell({ available, safetyStock, sellable }: Sellable): number {
  return sellable ? available - safetyStock : 0;
}
