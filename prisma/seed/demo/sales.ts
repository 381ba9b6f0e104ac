import type { RetailRow } from '../online-retail';
import { type DemoChannel, type DemoChannelFacts, type DemoNode, demoChannels } from './brand';
import { type DemoListing, demoListings } from './catalog';
import { day_ms, minute_ms, startOfDayMs } from './ist';
import { roll, rollAmong } from './roll';

/** An order of the brand, made from a piece of a real one. */
export interface DemoSale {
  atMs: number;
  channel: DemoChannelFacts;
  /** The dark store that it is delivered from, on platforms that list per node. */
  node?: DemoNode;
  lines: readonly { listing: DemoListing; packs: number }[];
}

export const history_days = 91;
/** How many of the real invoices become history; the others are what the sandbox shops sell later on. */
const history_share = 0.36;
/** Where the wholesaler was closed: a day half a year earlier, with its own real orders. */
const replaced_by_days = [181, 180, 179, 183, 184];
const lines_per_order_max = 3;

/** The real orders of the wholesaler's last quarter, weekday for weekday until now, as orders of the brand. */
export function historySales(rows: readonly RetailRow[], now: Date): DemoSale[] {
  const byDay = rowsByDay(rows.filter((row) => roll('history', row.order) < history_share));
  const todayMs = startOfDayMs(now.getTime());
  const weekday = new Date(todayMs + day_ms / 2).getUTCDay();
  const lastMs = lastDayOf(byDay, weekday);
  const ranks = ranksOf(rows);
  const sales: DemoSale[] = [];
  for (let back = history_days - 1; back >= 0; back--) {
    const days = [0, ...replaced_by_days].map((earlier) => dayName(lastMs - (back + earlier) * day_ms));
    const found = days.map((day) => byDay.get(day)).find((found) => found !== undefined) ?? [];
    for (const sale of salesOfDay(found, todayMs - back * day_ms, ranks))
      if (sale.atMs < now.getTime()) sales.push(sale);
  }
  return sales;
}

/** The rest of the year, day after day from the beginning: what the shops and tills of the sandbox sell. */
export function sandboxSales(rows: readonly RetailRow[]): Map<DemoChannel, DemoSale[]> {
  const byDay = rowsByDay(rows.filter((row) => roll('history', row.order) >= history_share));
  const ranks = ranksOf(rows);
  const sales = new Map<DemoChannel, DemoSale[]>(demoChannels.map(({ channel }) => [channel, []]));
  let dayMs = 0;
  for (const day of [...byDay.keys()].sort()) {
    for (const sale of salesOfDay(byDay.get(day) ?? [], dayMs, ranks))
      sales.get(sale.channel.channel)?.push(sale);
    dayMs += day_ms;
  }
  return sales;
}

/** One day's rows as orders of one to three lines, spread over a shopping day: 6 to 21 h becomes 8 to 24 h. */
function salesOfDay(
  rows: readonly RetailRow[],
  midnightMs: number,
  ranks: ReadonlyMap<string, number>,
): DemoSale[] {
  const sales: DemoSale[] = [];
  let index = 0;
  while (index < rows.length) {
    const first = rows[index];
    if (first === undefined) break;
    const key = `${first.order} ${first.number}`;
    const wanted = 1 + Math.floor(roll('lines', key) ** 2 * lines_per_order_max);
    const piece: RetailRow[] = [];
    for (const row of rows.slice(index, index + wanted)) {
      if (row.order !== first.order) break;
      piece.push(row);
    }
    index += piece.length;
    const channel = rollAmong(channelChoices, 'channel', key);
    const node = channel.listsPerNode
      ? channel.sources[Math.floor(roll('node', key) * channel.sources.length)]
      : undefined;
    sales.push({
      atMs: midnightMs + shoppingMinute(first, key) * minute_ms + Math.floor(roll('second', key) * minute_ms),
      channel,
      ...(node === undefined ? {} : { node }),
      lines: linesOf(piece, channel, ranks),
    });
  }
  return sales.sort((a, b) => a.atMs - b.atMs);
}

const channelChoices = demoChannels.map((channel) => ({ choice: channel, weight: channel.weight }));
const listingsOf = new Map(demoChannels.map((channel) => [channel, productsOf(demoListings(channel))]));

function shoppingMinute(row: RetailRow, key: string): number {
  const minutes = Number(row.at.slice(11, 13)) * 60 + Number(row.at.slice(14, 16));
  return Math.min(1_438, Math.round(480 + (minutes - 360) * 1.055 + roll('minute', key) * 25));
}

/** A real article stands for the product of its rank; which size of it, the dice know. Same SKUs become one line. */
function linesOf(piece: readonly RetailRow[], channel: DemoChannelFacts, ranks: ReadonlyMap<string, number>) {
  const products = listingsOf.get(channel) ?? [];
  const lines = new Map<string, { listing: DemoListing; packs: number }>();
  for (const row of piece) {
    const product = products[(ranks.get(row.sku) ?? 0) % products.length];
    if (product === undefined) continue;
    const listing = rollAmong(product, 'variant', row.number);
    const line = lines.get(listing.sku.sku) ?? { listing, packs: 0 };
    line.packs += packsOf(row);
    lines.set(listing.sku.sku, line);
  }
  return [...lines.values()];
}

/** A wholesaler's dozens are a shopper's ones and twos. */
function packsOf(row: RetailRow): number {
  if (row.units <= 4) return 1;
  if (row.units <= 12) return roll('packs', row.number) < 0.25 ? 2 : 1;
  if (row.units <= 48) return 2;
  return 3 + Math.floor(roll('packs', row.number) * 3);
}

/** The listings of each product together, with their weights, the products of all categories in turn. */
function productsOf(listings: readonly DemoListing[]) {
  const products = new Map<string, { choice: DemoListing; weight: number }[]>();
  for (const listing of listings) {
    const name = listing.sku.name.slice(0, listing.sku.name.lastIndexOf(','));
    const variants = products.get(name) ?? [];
    variants.push({ choice: listing, weight: listing.sku.weight });
    products.set(name, variants);
  }
  return [...products]
    .sort(([a], [b]) => roll('product', a) - roll('product', b))
    .map(([, variants]) => variants);
}

/** Articles by how often they were ordered, the best seller first. */
function ranksOf(rows: readonly RetailRow[]): Map<string, number> {
  const lines = new Map<string, number>();
  for (const { sku } of rows) lines.set(sku, (lines.get(sku) ?? 0) + 1);
  const sorted = [...lines].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return new Map(sorted.map(([sku], rank) => [sku, rank]));
}

/** Orders only: credit notes tell nothing about when their units were sold. */
function rowsByDay(rows: readonly RetailRow[]): Map<string, RetailRow[]> {
  const days = new Map<string, RetailRow[]>();
  for (const row of rows) {
    if (row.units <= 0) continue;
    const day = row.at.slice(0, 10);
    const found = days.get(day);
    if (found === undefined) days.set(day, [row]);
    else found.push(row);
  }
  return days;
}

function lastDayOf(days: ReadonlyMap<string, unknown>, weekday: number): number {
  const last = Math.max(...[...days.keys()].map((day) => Date.parse(day)));
  const back = (new Date(last).getUTCDay() - weekday + 7) % 7;
  return last - back * day_ms;
}

function dayName(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
