import type { ClientBase, Pool } from 'pg';
import { listPositions, type PositionItem, type PositionsQuery } from '@/lib/ledger/server/list-positions';
import type { Page } from '@/lib/shared/page-cursor';
import { availableToSell } from '../available-to-sell';
import { readSafetyStock } from './read-safety-stock';

/** Balances of a SKU at a stock node with what of them may be sold, in single units. */
export interface PositionWithAvailability extends PositionItem {
  safetyStock: number;
  /** Signed: below zero where more is kept back than is there. */
  availableToSell: number;
}

/**
 * Positions, now or at the instant asked for, each with the safety stock in force at that instant (the policies are
 * dated). Throws `invalid_cursor`.
 */
export async function listPositionsWithAvailability(
  client: ClientBase | Pool,
  query: PositionsQuery,
): Promise<Page<PositionWithAvailability>> {
  const page = await listPositions(client, query);
  const instant = query.asOf ?? query.knownAt;
  const keptBack = await readSafetyStock(
    client,
    [...new Set(page.items.map((item) => item.sku))],
    instant === undefined ? undefined : new Date(instant),
  );
  return {
    ...page,
    items: page.items.map((item) => {
      const { safetyStock, sellable } = keptBack(item.sku, item.node);
      return {
        ...item,
        safetyStock,
        availableToSell: availableToSell({ available: item.available, safetyStock, sellable }),
      };
    }),
  };
}
