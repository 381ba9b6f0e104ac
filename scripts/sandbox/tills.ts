import path from 'node:path';
import { superviseMe } from '../serve/child';
import { Api } from './api';
import { KeptSettings, readProgram, readSales, tillsConfigSchema } from './config';
import { serveControl } from './control-server';
import { Journal, type Kept } from './journal';
import { Pace, type Wish } from './pace';
import { Recent } from './recent';

/**
 * The tills of a shop on the street: customers take what lies on the shelf, pay and carry it off, and the tills report
 * it by POST /events. What is not reported yet is kept, and sent again until it was answered.
 */
const [, , folder, address] = process.argv;
if (folder === undefined || address === undefined) throw new Error('usage: tills.ts FOLDER API');
const tick_ms = 100;
const send_ms = 500;
const look_ms = 10_000;
const events_max = 400;

type Sold = { number: number; sku: string; quantity: number; at: string };
type Change = { sold?: Sold; position?: number; refused?: number; reported?: number };

/** What was sold and is not reported yet, and how far the tills have come. */
class TillBook implements Kept<unknown, Change> {
  waiting: Sold[] = [];
  number = 0;
  position = 0;
  counts = { orders: 0, units: 0, refused: 0 };

  apply({ sold, position, refused, reported }: Change): void {
    if (sold !== undefined) {
      this.waiting.push(sold);
      this.number = sold.number;
      this.counts.orders += 1;
      this.counts.units += sold.quantity;
    }
    this.counts.refused += refused ?? 0;
    this.position = position ?? this.position;
    if (reported !== undefined) this.waiting = this.waiting.filter(({ number }) => number > reported);
  }

  whole() {
    const { waiting, number, position, counts } = this;
    return { waiting, number, position, counts };
  }

  restore(whole: ReturnType<TillBook['whole']>): void {
    Object.assign(this, whole);
  }
}

const config = readProgram(folder, tillsConfigSchema);
const sales = readSales(folder);
const settings = new KeptSettings(folder, config.running);
const book = new TillBook();
const journal = new Journal(path.join(folder, 'book'), book);
const recent = new Recent();
const pace = new Pace(sales);
const api = new Api(address, config.apiKey);
const offered = new Map(config.listings.map((each) => [each.sku, each]));
/** What lies on the shelf, as far as it is known; customers see it, so nothing else is sold. */
const shelf = new Map<string, number>();

let beforeMs = performance.now();
let nextBeatMs = 0;
let lookedAtMs = Number.NEGATIVE_INFINITY;
let busy = false;
const ticking = setInterval(tick, tick_ms);
const sending = setInterval(() => void work(), send_ms);

const server = await serveControl(
  { port: config.port, secret: config.control },
  {
    status: () => {
      const nowMs = Date.now();
      const { running, speed, faults, downUntilMs, flash } = settings.get(nowMs);
      return {
        name: config.name,
        kind: 'tills',
        title: config.title,
        running,
        speed,
        faults,
        downUntil: downUntilMs > nowMs ? new Date(downUntilMs).toISOString() : null,
        flash: flash && {
          sku: flash.sku,
          factor: flash.factor,
          until: new Date(flash.untilMs).toISOString(),
        },
        reports: 'events',
        ...book.counts,
        ordersLastMinute: recent.withinMinute(nowMs),
        waiting: book.waiting.length,
        last: recent.last,
      };
    },
    command: (command) => settings.set(command, Date.now()),
    listing: (sku) => {
      const quantity = shelf.get(sku);
      return { levels: quantity === undefined ? [] : [{ location: config.node, quantity, version: 0 }] };
    },
  },
);
superviseMe(async () => {
  clearInterval(ticking);
  clearInterval(sending);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  journal.close();
}).ready();

function tick(): void {
  const elapsedMs = performance.now() - beforeMs;
  beforeMs += elapsedMs;
  const current = settings.get(Date.now());
  if (!current.running || shelf.size === 0) return;
  for (const wish of pace.step(elapsedMs, book.position, current)) sell(wish);
}

function sell(wish: Wish): void {
  const wanted =
    wish.kind === 'flash'
      ? [[wish.sku, 1] as const]
      : (sales[wish.index]?.[1] ?? []).map(([sku, q]) => [sku, q] as const);
  const now = new Date();
  for (const [sku, quantity] of wanted) {
    const there = shelf.get(sku) ?? 0;
    if (there < quantity) {
      journal.write({ refused: 1 });
      continue;
    }
    shelf.set(sku, there - quantity);
    journal.write({ sold: { number: book.number + 1, sku, quantity, at: now.toISOString() } });
    recent.note(orderOf(book.number), `${quantity} × ${offered.get(sku)?.name ?? sku}`, now);
  }
  if (wish.kind === 'sale') journal.write({ position: wish.index + 1 });
}

/** Reports what waits, and looks at the shelf now and then: others put things on it. */
async function work(): Promise<void> {
  if (busy) return;
  busy = true;
  try {
    const nowMs = Date.now();
    const { faults, downUntilMs } = settings.get(nowMs);
    const isLost = downUntilMs > nowMs || Math.random() < faults.failing;
    if (book.waiting.length > 0 && !isLost && (faults.lateSeconds === 0 || nowMs >= nextBeatMs)) {
      nextBeatMs = nowMs + faults.lateSeconds * 1_000;
      await report();
      if (Math.random() < faults.duplicated) await report();
    }
    if (book.waiting.length === 0 && performance.now() - lookedAtMs >= look_ms) await look();
  } finally {
    busy = false;
  }
}

let lastReported: readonly Sold[] = [];

async function report(): Promise<void> {
  const sold = book.waiting.length > 0 ? book.waiting.slice(0, events_max) : lastReported;
  const results = await api.post(sold.flatMap(eventsOf));
  const last = sold.at(-1);
  if (results === undefined || last === undefined) return;
  lastReported = sold;
  journal.write({ reported: last.number });
}

function eventsOf({ number, sku, quantity, at }: Sold): Record<string, unknown>[] {
  const order = orderOf(number);
  const base = {
    source: config.channel,
    occurredAt: at,
    sku,
    quantity,
    channel: config.channel,
    order,
    line: '1',
    node: config.node,
  };
  return [
    { ...base, id: `${order}/placed`, type: 'order_placed' },
    { ...base, id: `${order}/shipped`, type: 'order_shipped' },
  ];
}

async function look(): Promise<void> {
  const positions = await api.list<{ sku: string; available: number }>(
    `/positions?node=${encodeURIComponent(config.node)}&limit=1000`,
  );
  // Sold while we looked: the answer may not know of it yet, the next one will.
  if (positions === undefined || book.waiting.length > 0) return;
  lookedAtMs = performance.now();
  for (const { sku, available } of positions) if (offered.has(sku)) shelf.set(sku, available);
}

function orderOf(number: number): string {
  return `${config.orderPrefix}-${number}`;
}
