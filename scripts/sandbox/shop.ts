import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { superviseMe } from '../serve/child';
import { KeptSettings, readProgram, readSales, shopConfigSchema } from './config';
import { answer, serveControl } from './control-server';
import { Journal } from './journal';
import { Pace, type Wish } from './pace';
import { Recent } from './recent';
import { type BookChange, type Plan, ShopBook } from './shop-book';
import { Webhooks } from './webhooks';

/**
 * A sandbox shop: it speaks the open channel protocol, sells real orders at a pace that can be set, and can be told to
 * be late, to stutter, to fail or to be out of reach. It knows of the application what any shop would: its address.
 */
const [, , folder, api] = process.argv;
if (folder === undefined || api === undefined) throw new Error('usage: shop.ts FOLDER API');
const tick_ms = 100;
const plans_look_ms = 500;
const ship_ms_min = 3_000;
const ship_ms_max = 10 * 60_000;
const return_ms_min = 60_000;
const return_minutes = [3_000, 14_000] as const;
const cancelled_share = 0.03;
const returned_share = 0.05;

const config = readProgram(folder, shopConfigSchema);
const sales = readSales(folder);
const settings = new KeptSettings(folder, config.running);
const book = new ShopBook(config.orderPrefix);
const journal = new Journal(path.join(folder, 'book'), book);
const recent = new Recent();
const pace = new Pace(sales);
const offered = new Map(config.listings.map((each) => [each.listing, each]));
const listingOf = new Map(config.listings.map((each) => [each.sku, each.listing]));
const locations = config.locations ?? [undefined];
const webhooks = new Webhooks(
  `${api}/api/webhooks/${config.channel}`,
  config.secret,
  `urn:sandbox:${config.name}`,
  () => isDown() || happens(settings.get(Date.now()).faults.failing),
);
for (const { listing } of config.listings)
  for (const location of locations) {
    const change = book.list(listing, location);
    if (change.levels !== undefined) journal.write(change);
  }
// What was kept back when it ended is told to whoever asks.
book.release();

let beforeMs = performance.now();
let nextBeatMs = 0;
let plansLookedAtMs = 0;
const ticking = setInterval(tick, tick_ms);

const server = await serveControl(
  { port: config.port, secret: config.control },
  {
    status: () => {
      const nowMs = Date.now();
      const { running, speed, faults, downUntilMs, flash } = settings.get(nowMs);
      return {
        name: config.name,
        kind: 'shop',
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
        reports: config.reports,
        ...book.counts,
        ordersLastMinute: recent.withinMinute(nowMs),
        waiting: book.keptBack + webhooks.count,
        last: recent.last,
      };
    },
    command: (command) => settings.set(command, Date.now()),
    listing: (sku) => {
      const listing = listingOf.get(sku);
      if (listing === undefined) return { levels: [] };
      return {
        levels: locations.map((location) => {
          const { quantity, version } = book.levelOf(listing, location);
          return { location: location ?? null, quantity, version };
        }),
      };
    },
    serve: serveProtocol,
  },
);
superviseMe(async () => {
  clearInterval(ticking);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  journal.close();
}).ready();

function tick(): void {
  const elapsedMs = performance.now() - beforeMs;
  beforeMs += elapsedMs;
  const now = new Date();
  const { running, faults } = settings.get(now.getTime());
  if (running) {
    if (book.isOpen)
      for (const wish of pace.step(elapsedMs, book.position, settings.get(now.getTime()))) sell(wish, now);
    if (now.getTime() - plansLookedAtMs >= plans_look_ms) {
      plansLookedAtMs = now.getTime();
      for (const [name, { plan }] of book.orders)
        if (plan !== null && plan.atMs <= now.getTime()) advance(name, plan, now);
    }
  }
  if (faults.lateSeconds > 0 && now.getTime() < nextBeatMs) return;
  nextBeatMs = now.getTime() + faults.lateSeconds * 1_000;
  tellReleased();
}

function sell(wish: Wish, now: Date): void {
  const wanted =
    wish.kind === 'sale'
      ? (sales[wish.index]?.[1] ?? []).map(([listing, quantity, location]) => ({
          listing,
          quantity,
          ...(location === null ? {} : { location }),
        }))
      : flashWish(wish.sku);
  if (wanted.length === 0) return;
  const position = wish.kind === 'sale' ? { position: wish.index + 1 } : {};
  const change: BookChange = { ...book.sell(wanted, now, firstPlan(now.getTime())), ...position };
  journal.write(change);
  const order = change.order?.order;
  if (order === undefined) return;
  const what = order.lines.map(
    ({ listing, ordered }) => `${ordered} × ${offered.get(listing)?.name ?? listing}`,
  );
  const location = order.lines[0]?.location;
  recent.note(order.order, `${what.join('; ')}${location === undefined ? '' : `, from ${location}`}`, now);
}

function flashWish(sku: string) {
  const listing = listingOf.get(sku);
  if (listing === undefined) return [];
  const location = locations[Math.floor(Math.random() * locations.length)];
  return [{ listing, quantity: 1, ...(location === undefined ? {} : { location }) }];
}

/** Some orders are cancelled before they are sent. */
function firstPlan(nowMs: number): Plan {
  const atMs = nowMs + scaled(between(config.shipMinutes), ship_ms_min);
  return { atMs, step: happens(cancelled_share) ? 'cancel' : 'ship' };
}

function advance(name: string, plan: Plan, now: Date): void {
  const comesBack = plan.step === 'ship' && config.returns && happens(returned_share);
  const next = comesBack
    ? ({ atMs: now.getTime() + scaled(between(return_minutes), return_ms_min), step: 'return' } as const)
    : null;
  const change = book.advance(name, now, next);
  if (change !== undefined) journal.write(change);
}

function tellReleased(): void {
  const told = book.release();
  if (config.reports !== 'webhook' || isDown()) return;
  const { duplicated } = settings.get(Date.now()).faults;
  for (const { order, report } of told) {
    const id = `msg_${config.name}_${report}`;
    webhooks.send(id, order);
    if (happens(duplicated)) webhooks.send(id, order);
  }
}

function serveProtocol(request: IncomingMessage, response: ServerResponse, body: string) {
  const now = new Date();
  const { failing, duplicated } = settings.get(now.getTime()).faults;
  if (isDown()) return request.socket.destroy();
  if (!isSigned(request, body)) return answer(response, 401, { error: 'bad signature' });
  const fails = happens(failing);
  // Half of what fails was done all the same.
  if (fails && happens(0.5)) return answer(response, 503, { error: 'try again' });
  const url = new URL(request.url ?? '/', 'http://shop');
  const route = `${request.method} ${url.pathname}`;
  let found: unknown;
  if (route === 'POST /shop/inventory') {
    const taken = book.take(JSON.parse(body).updates, now);
    if (taken.change.levels.length > 0) journal.write(taken.change);
    found = taken.answer;
  } else if (route === 'GET /shop/inventory') found = book.show(url.searchParams.getAll('listing'), now);
  else if (route === 'GET /shop/orders')
    found = book.give(url.searchParams.get('cursor'), now, happens(duplicated));
  else return answer(response, 404, { error: 'there is nothing here' });
  if (fails) request.socket.destroy();
  else answer(response, 200, found);
}

function isSigned(request: IncomingMessage, body: string): boolean {
  const header = (name: string) => String(request.headers[name] ?? '');
  try {
    new Webhook(config.secret).verify(
      body,
      {
        'webhook-id': header('webhook-id'),
        'webhook-timestamp': header('webhook-timestamp'),
        'webhook-signature': header('webhook-signature'),
      },
      { jsonParse: false },
    );
    return true;
  } catch {
    return false;
  }
}

function isDown(): boolean {
  return settings.get(Date.now()).downUntilMs > Date.now();
}

function happens(share: number): boolean {
  return Math.random() < share;
}

function between([least, most]: readonly [number, number]): number {
  return least + Math.random() * (most - least);
}

/** Minutes of the real shop at our pace. */
function scaled(minutes: number, ms_min: number): number {
  const { speed } = settings.get(Date.now());
  return Math.min(Math.max(ms_min, (minutes * 60_000) / speed), ship_ms_max);
}
