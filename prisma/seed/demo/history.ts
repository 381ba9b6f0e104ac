import { brandDayEvents } from '../brand-day';
import type { FeedEvent, RetailRow } from '../online-retail';
import { day_ms, hour_ms, startOfDayMs } from './ist';
import { history_days, historySales } from './sales';
import { Shelves } from './shelves';
import { type StockLevel, stockLevels } from './stock-levels';
import type { Story, Unfinished } from './story';
import { tellCounts } from './tell-counts';
import { tellSale } from './tell-sale';
import { tellSupply } from './tell-supply';
import { TimeQueue } from './time-queue';

export interface DemoHistory {
  events: FeedEvent[];
  unfinished: Unfinished[];
  levels: StockLevel[];
}

/**
 * Three months of the brand until `now`, from the wholesaler's real orders: filled shelves, orders with their parcels,
 * cancellations and returns, deliveries, transfers, counts with small variances, a few orders that nobody could fill.
 * The same rows and the same instant give the same events, in order of time. Today holds the brand's day as well.
 */
export function demoHistory(rows: readonly RetailRow[], now: Date): DemoHistory {
  const sales = historySales(rows, now);
  const levels = stockLevels(sales);
  const queue = new TimeQueue<() => void>();
  const events: FeedEvent[] = [];
  const open = new Set<Unfinished>();
  const numbers = new Map<string, number>();
  let clockMs = startOfDayMs(now.getTime()) - (history_days - 1) * day_ms + 6 * hour_ms;
  const story: Story = {
    shelves: new Shelves(),
    levels,
    onTheWay: new Set(),
    tell: (event) => events.push({ ...event, occurredAt: new Date(clockMs).toISOString() } as FeedEvent),
    later: (afterMs, happens) => queue.put(clockMs + afterMs, happens),
    unfinished: (what) => {
      open.add(what);
      return () => open.delete(what);
    },
    nowMs: () => clockMs,
    number: (prefix) => {
      const next = (numbers.get(prefix) ?? first_number) + 1;
      numbers.set(prefix, next);
      return `${prefix}-${next}`;
    },
  };

  const firstDayMs = startOfDayMs(clockMs);
  fillShelves(story);
  for (const sale of sales)
    queue.put(Math.max(sale.atMs, clockMs + 2 * hour_ms), () => tellSale(story, sale));
  for (let dayMs = firstDayMs; dayMs <= now.getTime(); dayMs += day_ms) {
    queue.put(dayMs + 7 * hour_ms, () => tellSupply(story, dayMs));
    queue.put(dayMs + 15 * hour_ms, () => tellCounts(story, dayMs, now.getTime()));
  }
  for (let next = queue.take(); next !== undefined && next.atMs < now.getTime(); next = queue.take()) {
    clockMs = next.atMs;
    next.item();
  }
  return { events: inOrder(events, brandDayEvents(now)), unfinished: [...open], levels };
}

const first_number = 100_000;

function fillShelves(story: Story): void {
  for (const { sku, node, full } of story.levels) {
    story.shelves.change(sku.sku, node, full);
    story.tell({
      type: 'receipt',
      source: 'wms',
      id: `OPENING-${node}-${sku.sku}`,
      sku: sku.sku,
      quantity: full,
      node,
      unitCost: sku.unitCost,
      reference: 'Opening stock',
    });
  }
}

/** Both are in order of time already, each for itself. */
function inOrder(one: FeedEvent[], other: FeedEvent[]): FeedEvent[] {
  return [...one, ...other].sort((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt));
}
