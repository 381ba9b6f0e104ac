/** The states a unit can be in at a stock node. On hand is the sum of the first four. */
export const stockStates = ['available', 'committed', 'quality_control', 'damaged', 'incoming'] as const;
export type StockState = (typeof stockStates)[number];

/** The accounts outside that close every posting. */
export const outsideAccounts = ['supplier', 'customer', 'adjustment', 'scrap'] as const;
export type OutsideAccount = (typeof outsideAccounts)[number];

export type Account = StockState | OutsideAccount;

export type Balances = Record<StockState, number>;

/** The balances of one SKU at one stock node, in single units. */
export interface Position {
  sku: string;
  node: string;
  balances: Balances;
  /** How many postings made it. */
  version: number;
  /** When the last posted count was taken (ms since 1970), or null. */
  countedAt: number | null;
}

export function emptyBalances(): Balances {
  return { available: 0, committed: 0, quality_control: 0, damaged: 0, incoming: 0 };
}

/** On hand = available + committed + quality control + damaged. What is incoming is not there yet. */
export function onHand(balances: Balances): number {
  return balances.available + balances.committed + balances.quality_control + balances.damaged;
}
