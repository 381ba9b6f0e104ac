import type { DemoNode } from './brand';
import { day_ms, hour_ms } from './ist';
import { roll } from './roll';
import type { DemoSale } from './sales';
import type { Claim } from './shelves';
import { minutesBetween, type Story } from './story';

const cancelled_share = 0.035;
const returned_share = 0.06;
const restocked_share = 0.84;
const damaged_share = 0.12;
/** What an order does that the shop should have refused: it is rare, for shops refuse at zero. */
const oversold_share = 0.12;

interface Line {
  channel: string;
  order: string;
  line: string;
  sku: string;
  quantity: number;
}

/** An order from its placing until its parcel has left, or until the customer has thought better of it. */
export function tellSale(story: Story, sale: DemoSale): void {
  const { channel } = sale;
  const order = story.number(channel.orderPrefix);
  const nodes =
    sale.node === undefined
      ? channel.sources
      : [sale.node, ...channel.sources.filter((node) => node !== sale.node)];
  const lines: { line: Line; claims: Claim[] }[] = [];
  for (const { listing, packs } of sale.lines) {
    const { sku } = listing.sku;
    const quantity = packs * listing.pack;
    const there = nodes.reduce((sum, node) => sum + Math.max(0, story.shelves.free(sku, node)), 0);
    if (there < quantity && roll('oversold', order, sku) >= oversold_share) continue;
    const line = { channel: channel.channel, order, line: String(lines.length + 1), sku, quantity };
    lines.push({ line, claims: story.shelves.promise(sku, nodes, quantity) });
  }
  for (const { line } of lines)
    story.tell({
      type: 'order_placed',
      source: line.channel,
      id: `${order}/${line.line}/placed`,
      ...line,
      ...(sale.node === undefined ? {} : { node: sale.node }),
    });
  for (const { line, claims } of lines) tellLine(story, sale, line, claims);
}

function tellLine(story: Story, sale: DemoSale, line: Line, claims: Claim[]): void {
  const key = `${line.order}/${line.line}`;
  const [least, most] = sale.channel.shipMinutes;
  const { quantity: units, ...named } = line;
  const done = story.unfinished({ kind: 'order', ...named, units });
  if (least > 0 && roll('cancelled', key) < cancelled_share) {
    story.later(minutesBetween(2, least, 'cancelled', key), () => {
      story.shelves.giveBack(line.sku, claims);
      story.tell({ type: 'order_cancelled', source: line.channel, id: `${key}/cancelled`, ...line });
      done();
    });
    return;
  }
  const leave = () => {
    // What nobody has yet waits for the next delivery.
    if (!story.shelves.canShip(line.sku, claims)) return story.later(6 * hour_ms, leave);
    story.shelves.ship(line.sku, claims);
    story.tell({ type: 'order_shipped', source: 'wms', id: `${key}/shipped`, ...line });
    done();
    const returns = sale.channel.kind === 'webshop' || sale.channel.kind === 'marketplace';
    if (returns && roll('returned', key) < returned_share)
      story.later(4 * day_ms + minutesBetween(0, 9_000, 'returned', key), () => comeBack(story, line));
  };
  // The till hands over at once.
  if (most === 0) leave();
  else story.later(minutesBetween(least, most, 'shipped', key), leave);
}

/** A parcel comes back to the warehouse, waits for somebody to look at it, and is sorted. */
function comeBack(story: Story, line: Line): void {
  const node: DemoNode = 'bengaluru';
  const { channel, order, sku, quantity } = line;
  const units = Math.min(quantity, 1);
  const returned = { channel, order, line: line.line, sku, quantity: units, node, source: 'wms' };
  const key = `${order}/${line.line}`;
  story.tell({ type: 'return_received', id: `${key}/returned`, ...returned });
  story.later(minutesBetween(120, 2_400, 'inspected', key), () => {
    const found = roll('disposition', key);
    const disposition =
      found < restocked_share ? 'available' : found < restocked_share + damaged_share ? 'damaged' : 'scrap';
    if (disposition === 'available') story.shelves.change(sku, node, units);
    story.tell({ type: 'return_inspected', id: `${key}/inspected`, ...returned, disposition });
  });
}
