import type { DemoNode } from './brand';
import { type DemoSku, demoSkus } from './catalog';
import { roll } from './roll';
import { type DemoSale, history_days } from './sales';

/** How much of a SKU a node is filled up to, and at how much the next delivery is called. */
export interface StockLevel {
  sku: DemoSku;
  node: DemoNode;
  full: number;
  reorder: number;
}

/** Days of sales that a full node holds, and the least of anything that it carries. */
const cover: Readonly<Record<DemoNode, { days: number; least: number }>> = {
  bengaluru: { days: 45, least: 24 },
  hoskote: { days: 30, least: 10 },
  indiranagar: { days: 28, least: 10 },
  koramangala: { days: 28, least: 10 },
  'hsr-layout': { days: 28, least: 10 },
  jayanagar: { days: 40, least: 5 },
};
const reorder_share = 0.45;
/** Some are bought in too timidly: they run out now and then. */
const timid_share = 0.06;

/** By what was sold: the warehouse carries everything, the others what their channels sell. */
export function stockLevels(sales: readonly DemoSale[]): StockLevel[] {
  const sold = new Map<string, number>();
  const add = (sku: string, node: DemoNode, units: number) =>
    sold.set(`${sku} ${node}`, (sold.get(`${sku} ${node}`) ?? 0) + units);
  for (const { channel, node, lines } of sales)
    for (const { listing, packs } of lines) {
      const from = node ?? channel.sources[0];
      const units = packs * listing.pack;
      if (from !== undefined) add(listing.sku.sku, from, units);
      // Whatever leaves elsewhere came through the warehouse.
      if (from !== undefined && from !== 'bengaluru') add(listing.sku.sku, 'bengaluru', units);
    }
  return demoSkus.flatMap((sku) =>
    (Object.keys(cover) as DemoNode[]).flatMap((node) => {
      const units = sold.get(`${sku.sku} ${node}`);
      if (units === undefined && node !== 'bengaluru') return [];
      const { days, least } = cover[node];
      const timid = roll('timid', sku.sku, node) < timid_share ? 0.3 : 1;
      const wanted = Math.max(least, Math.ceil(((units ?? 0) / history_days) * days * timid));
      const full = node === 'bengaluru' ? Math.ceil(wanted / sku.caseQuantity) * sku.caseQuantity : wanted;
      return [{ sku, node, full, reorder: Math.max(2, Math.floor(full * reorder_share)) }];
    }),
  );
}
