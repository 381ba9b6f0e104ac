import { realHistories } from '@/lib/simulation/real-orders';
import type { RecordedHistory } from '@/lib/simulation/replay';
import { readOnlineRetail } from '@/prisma/seed/online-retail';

/** The name under which stretches of the shipped orders are played. */
export const real_orders_scenario = 'realOrders';
/** A season at nine tenths of what was wanted. */
export const real_orders_days = 56;
export const real_orders_stock_share = 0.9;

/** Stretches of the shipped orders of a year, drawn by the seed. */
export async function readRealHistories(seed: number, count: number): Promise<RecordedHistory[]> {
  const rows = await readOnlineRetail();
  const orders = rows
    .filter(({ units }) => units > 0)
    .map(({ at, sku, units, known }) => ({
      at: Date.parse(at),
      sku,
      units,
      channel: known ? 'wholesale' : 'webshop',
    }));
  return realHistories(orders, { seed, count, days: real_orders_days });
}
