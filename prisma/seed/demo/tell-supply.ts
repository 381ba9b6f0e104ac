import type { DemoNode } from './brand';
import { day_ms, hour_ms } from './ist';
import { roll, rollBetween } from './roll';
import type { StockLevel } from './stock-levels';
import { minutesBetween, type Story } from './story';

const supplier_days = [6, 11] as const;
/** A delivery that brings a little less than was ordered, and a transfer that loses a little on its way. */
const short_share = 0.04;
const damaged_share = 0.05;
const missing_share = 0.03;

/** The morning's round: what has run low is ordered from the supplier, or carried over from the warehouse. */
export function tellSupply(story: Story, dayMs: number): void {
  const { onTheWay } = story;
  for (const level of story.levels) {
    const key = `${level.sku.sku} ${level.node}`;
    if (onTheWay.has(key)) continue;
    if (story.shelves.free(level.sku.sku, level.node) > level.reorder) continue;
    const arrived = () => onTheWay.delete(key);
    const sent =
      level.node === 'bengaluru'
        ? buy(story, level, dayMs, arrived)
        : carryOver(story, level, level.node, dayMs, arrived);
    if (sent) onTheWay.add(key);
  }
}

function buy(story: Story, { sku, node, full }: StockLevel, dayMs: number, arrived: () => void): boolean {
  const purchaseOrder = story.number('PO');
  const cases = Math.max(1, Math.round((full - story.shelves.free(sku.sku, node)) / sku.caseQuantity));
  const short = roll('short', purchaseOrder) < short_share ? rollBetween(1, 3, 'short', purchaseOrder) : 0;
  const units = Math.max(1, cases * sku.caseQuantity - short);
  const days = rollBetween(...supplier_days, 'lead', sku.sku, dayMs);
  story.later(days * day_ms + minutesBetween(60, 420, 'lead', purchaseOrder), () => {
    story.shelves.change(sku.sku, node, units);
    story.tell({
      type: 'receipt',
      source: 'wms',
      id: `${purchaseOrder}/received`,
      sku: sku.sku,
      quantity: units,
      node,
      purchaseOrder,
      unitCost: sku.unitCost,
    });
    arrived();
  });
  return true;
}

function carryOver(
  story: Story,
  { sku, full }: StockLevel,
  to: DemoNode,
  dayMs: number,
  arrived: () => void,
): boolean {
  const from: DemoNode = 'bengaluru';
  const spare = Math.floor(story.shelves.free(sku.sku, from) / 2);
  const units = Math.min(spare, full - story.shelves.free(sku.sku, to));
  if (units <= 0) return false;
  const transfer = story.number('TRF');
  const route = { sku: sku.sku, transfer, line: '1', from, to, source: 'wms' };
  story.later(minutesBetween(20, 100, 'dispatch', transfer), () => {
    story.shelves.change(sku.sku, from, -units);
    story.tell({ type: 'transfer_dispatched', id: `${transfer}/dispatched`, quantity: units, ...route });
    const done = story.unfinished({ kind: 'transfer', transfer, sku: sku.sku, units, from, to });
    const hours = to === 'hoskote' ? 20 : 2;
    story.later(hours * hour_ms + minutesBetween(0, 240, 'arrive', transfer, dayMs), () => {
      const damaged = roll('damaged', transfer) < damaged_share ? 1 : 0;
      const missing = units > damaged && roll('missing', transfer) < missing_share ? 1 : 0;
      const whole = units - damaged - missing;
      story.shelves.change(sku.sku, to, whole);
      story.tell({
        type: 'transfer_received',
        id: `${transfer}/received`,
        quantity: whole,
        ...(damaged > 0 ? { damaged } : {}),
        ...(missing > 0 ? { missing } : {}),
        ...route,
      });
      done();
      arrived();
    });
  });
  return true;
}
