import type pg from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import type { InventoryEvent } from '@/lib/ledger/events';

/** A small deterministic generator (mulberry32), so that every round meets the same events. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const skuName = (index: number): string => `SKU-${String(index).padStart(6, '0')}`;

/** A warehouse, a webshop and `skus` SKUs with nothing on hand. */
export async function loadCatalog(pool: pg.Pool, skus: number): Promise<void> {
  await pool.query(
    `INSERT INTO stock_node (node, name, kind) VALUES ('WH', 'Warehouse', 'warehouse') ON CONFLICT DO NOTHING`,
  );
  await pool.query(
    `INSERT INTO channel (channel, name, kind) VALUES ('web', 'Webshop', 'webshop') ON CONFLICT DO NOTHING`,
  );
  await pool.query(
    `INSERT INTO channel_source (channel, node, rank) VALUES ('web', 'WH', 0) ON CONFLICT DO NOTHING`,
  );
  await pool.query('UPDATE catalog_version SET version = version + 1');
  const names = Array.from({ length: skus }, (_, index) => skuName(index));
  await pool.query(
    'INSERT INTO sku (sku, name) SELECT s, s FROM unnest($1::text[]) AS s ON CONFLICT DO NOTHING',
    [names],
  );
  await pool.query(
    'INSERT INTO ledger_head (bucket, sku) SELECT * FROM unnest($1::smallint[], $2::text[]) ON CONFLICT DO NOTHING',
    [names.map(bucketOf), names],
  );
}

interface Placed {
  sku: string;
  order: string;
}

/**
 * A webshop's day: 60 % orders placed, 25 % shipped (each of an order placed before), 10 % receipts, 5 % other
 * (cancellations, adjustments, returns, inspections). Ids rise with time, as a channel's own do.
 */
export function webshopDay(skus: number, seed: number, run: string): () => InventoryEvent {
  const random = seeded(seed);
  const open: Placed[] = [];
  let oldest = 0;
  let count = 0;
  return () => {
    count += 1;
    const id = `${run}-${String(count).padStart(9, '0')}`;
    const base = { source: 'web', id, occurredAt: new Date().toISOString() };
    const roll = random();
    const sku = skuName(Math.floor(random() * skus));
    const placed = (roll >= 0.6 && roll < 0.85) || roll >= 0.98 ? open[oldest++] : undefined;
    if (placed !== undefined) {
      const line = { sku: placed.sku, quantity: 1, channel: 'web', order: placed.order, line: '1' };
      return roll >= 0.98
        ? { ...base, type: 'order_cancelled', ...line }
        : { ...base, type: 'order_shipped', ...line };
    }
    if (roll >= 0.85 && roll < 0.95) return { ...base, type: 'receipt', sku, quantity: 12, node: 'WH' };
    if (roll >= 0.95 && roll < 0.965)
      return {
        ...base,
        type: 'adjustment',
        sku,
        quantity: 1,
        node: 'WH',
        state: 'available',
        direction: 'increase',
      };
    if (roll >= 0.965 && roll < 0.975)
      return { ...base, type: 'return_received', sku, quantity: 1, node: 'WH' };
    if (roll >= 0.975 && roll < 0.98)
      return { ...base, type: 'return_inspected', sku, quantity: 1, node: 'WH', disposition: 'available' };
    open.push({ sku, order: id });
    return { ...base, type: 'order_placed', sku, quantity: 1, channel: 'web', order: id, line: '1' };
  };
}

/** Enough of every SKU that the mix never runs dry. */
export function openingStock(skus: number, quantity: number, run: string): InventoryEvent[] {
  return Array.from({ length: skus }, (_, index) => ({
    source: 'opening',
    id: `${run}-${skuName(index)}`,
    type: 'receipt' as const,
    occurredAt: new Date().toISOString(),
    sku: skuName(index),
    quantity,
    node: 'WH',
  }));
}
