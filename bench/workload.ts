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
 * (cancellations, adjustments, returns, inspections). Ids rise with time, as a channel's own do. Made as cheaply as can
 * be, since the benchmark should not measure itself.
 */
export function webshopDay(skus: number, seed: number, run: string): () => InventoryEvent {
  const random = seeded(seed);
  const names = Array.from({ length: skus }, (_, index) => skuName(index));
  const open: Placed[] = [];
  let oldest = 0;
  let count = 1_000_000_000;
  let nowMs = 0;
  let occurredAt = '';
  const source = 'web';
  const node = 'WH';
  const channel = 'web';
  const line = '1';
  return (): InventoryEvent => {
    count += 1;
    const id = `${run}-${count}`;
    // Events of a millisecond share the text.
    const ms = Date.now();
    if (ms !== nowMs) {
      nowMs = ms;
      occurredAt = new Date(ms).toISOString();
    }
    const roll = random();
    const sku = names[Math.floor(random() * skus)] ?? '';
    const placed = (roll >= 0.6 && roll < 0.85) || roll >= 0.98 ? open[oldest++] : undefined;
    if (placed !== undefined) {
      const { sku, order } = placed;
      return roll >= 0.98
        ? { source, id, occurredAt, type: 'order_cancelled', sku, quantity: 1, channel, order, line }
        : { source, id, occurredAt, type: 'order_shipped', sku, quantity: 1, channel, order, line };
    }
    if (roll >= 0.85 && roll < 0.95)
      return { source, id, occurredAt, type: 'receipt', sku, quantity: 12, node };
    if (roll >= 0.95 && roll < 0.965) {
      const type = 'adjustment' as const;
      return {
        source,
        id,
        occurredAt,
        type,
        sku,
        quantity: 1,
        node,
        state: 'available',
        direction: 'increase',
      };
    }
    if (roll >= 0.965 && roll < 0.975)
      return { source, id, occurredAt, type: 'return_received', sku, quantity: 1, node };
    if (roll >= 0.975 && roll < 0.98) {
      const type = 'return_inspected' as const;
      return { source, id, occurredAt, type, sku, quantity: 1, node, disposition: 'available' };
    }
    open.push({ sku, order: id });
    return { source, id, occurredAt, type: 'order_placed', sku, quantity: 1, channel, order: id, line };
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
