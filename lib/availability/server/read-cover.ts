import type { ClientBase, Pool } from 'pg';
import { daysOfCover } from '../cover';
import { daysUntilReplenished, indexReplenishments, replenishmentInForce } from '../safety-stock';
import { type Availability, readAvailability } from './read-availability';
import { readExpectedReceipts } from './read-expected-receipts';
import { demandKey, readDailyDemand, readReplenishments } from './read-safety-stock';

/** A position with how fast it goes and how long it lasts. */
export interface Cover extends Availability {
  /** Mean units a day over the demand window, as sourced from this node. */
  dailyDemand: number;
  /** Null where nothing is asked for. */
  coverDays: number | null;
  /** Days until it can be replenished: lead time, or the next expected receipt where that is sooner. */
  leadDays: number;
}

/** The positions of these SKUs with their demand, cover and lead time. A handful of statements, however many SKUs. */
export async function readCover(db: Pool | ClientBase, skus: readonly string[]): Promise<Cover[]> {
  if (skus.length === 0) return [];
  const reading = readDailyDemand(db, skus);
  const now = new Date();
  const [positions, demand, replenishments, expectedAt] = await Promise.all([
    readAvailability(db, { skus, demand: reading }),
    reading,
    readReplenishments(db, skus),
    readExpectedReceipts(db, skus, now),
  ]);
  const index = indexReplenishments(replenishments);
  return positions.map((position) => {
    const { sku, node } = position;
    const dailyDemand = demand.get(demandKey(sku, node))?.mean ?? 0;
    return {
      ...position,
      dailyDemand,
      coverDays: daysOfCover(position.availableToSell, dailyDemand),
      leadDays: daysUntilReplenished(
        replenishmentInForce(index, sku, node).days,
        expectedAt(sku, node),
        now.getTime(),
      ),
    };
  });
}
