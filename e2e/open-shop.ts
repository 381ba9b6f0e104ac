import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/**
 * A small shop that speaks the open channel protocol over real HTTP: it has listings with versions, takes orders and
 * refuses them at zero, verifies our signatures and sends signed webhooks. It is an outside program and shares no code
 * with what it tests; faults can be injected.
 */
export interface ShopLine {
  line: string;
  listing: string;
  location?: string;
  ordered: number;
  cancelled: number;
  cancelledAt?: string;
  restocked?: number;
  shipped: number;
  returned: number;
}

export interface ShopOrder {
  order: string;
  placedAt: string;
  lines: ShopLine[];
}

export interface ShopLevel {
  listing: string;
  location?: string;
  quantity: number;
  version: number;
  appliedAt?: string;
}

export interface PushedUpdate {
  listing: string;
  location?: string;
  quantity: number;
  version: number;
}

/** What happens to the next request of a kind; after that the shop behaves again, unless it is set for good. */
export interface Fault {
  on: 'push' | 'levels' | 'orders';
  how:
    | { do: 'status'; status: number; retryAfter?: string }
    /** Does what is asked and then breaks the connection. */
    | { do: 'lose_response' }
    /** Breaks the connection without doing anything. */
    | { do: 'lose_request' }
    /** Does what is asked when the promise resolves, then answers. */
    | { do: 'wait'; until: Promise<void> }
    | { do: 'body'; body: string };
  times: number;
}

const orders_per_page = 3;

export class OpenShop {
  readonly levels = new Map<string, ShopLevel>();
  /** Every push request that came in with a good signature, whether it was answered or not. */
  readonly pushes: PushedUpdate[][] = [];
  readonly applied: PushedUpdate[] = [];
  readonly polls: (string | null)[] = [];
  badSignatures = 0;
  private readonly log: string[] = [];
  private readonly orders = new Map<string, ShopOrder>();
  private faults: Fault[] = [];
  private waiting: { done: () => boolean; resolve: () => void }[] = [];
  private server: http.Server | undefined;
  port = 0;

  constructor(readonly secret: string) {}

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}/shop`;
  }

  async start(port = 0): Promise<void> {
    const server = http.createServer((request, response) => {
      this.serve(request, response).catch((error) => response.destroy(error));
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  }

  fault(on: Fault['on'], how: Fault['how'], times = 1): void {
    this.faults.push({ on, how, times });
  }

  /** Resolves as soon as something true of this shop is: it is looked at after every request and change. */
  until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ done, resolve });
      this.changed();
    });
  }

  list(listing: string, quantity = 0, version = 0, location?: string): void {
    this.levels.set(key(listing, location), {
      listing,
      quantity,
      version,
      ...(location ? { location } : {}),
    });
    this.changed();
  }

  level(listing: string, location?: string): number {
    return this.levels.get(key(listing, location))?.quantity ?? 0;
  }

  /** A customer orders: refused (undefined) where the listing shows less. */
  sell(order: string, listing: string, quantity: number, location?: string): ShopOrder | undefined {
    const level = this.levels.get(key(listing, location));
    if (level === undefined || level.quantity < quantity) return undefined;
    level.quantity -= quantity;
    const placed: ShopOrder = {
      order,
      placedAt: new Date().toISOString(),
      lines: [
        {
          line: '1',
          listing,
          ...(location === undefined ? {} : { location }),
          ordered: quantity,
          cancelled: 0,
          shipped: 0,
          returned: 0,
        },
      ],
    };
    return this.put(placed);
  }

  /** Adds or changes an order: it is given again from now on. */
  put(order: ShopOrder): ShopOrder {
    this.orders.set(order.order, order);
    this.log.push(order.order);
    this.changed();
    return order;
  }

  change(order: string, change: Partial<ShopLine>): ShopOrder {
    const known = this.orders.get(order);
    if (known === undefined) throw new Error(`the shop has no order ${order}`);
    return this.put({ ...known, lines: known.lines.map((line) => ({ ...line, ...change })) });
  }

  /** A webhook about an order as the shop would send it, to be posted by the test. */
  webhook(data: unknown, options: { id?: string; at?: Date; secret?: string } = {}) {
    const id = options.id ?? `msg_${randomUUID()}`;
    const at = options.at ?? new Date();
    const body = JSON.stringify({
      specversion: '1.0',
      id,
      source: 'https://shop.example',
      type: 'order.changed',
      time: at.toISOString(),
      datacontenttype: 'application/json',
      data,
    });
    const headers = {
      'content-type': 'application/cloudevents+json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(options.secret ?? this.secret).sign(id, at, body),
    };
    return { body, headers };
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const url = new URL(request.url ?? '/', this.baseUrl);
    if (!this.signed(request, body)) {
      this.badSignatures += 1;
      return answer(response, 401, { error: 'bad signature' });
    }
    const on = url.pathname.endsWith('/orders') ? 'orders' : request.method === 'POST' ? 'push' : 'levels';
    const act = () => {
      if (on === 'orders') return this.giveOrders(url.searchParams.get('cursor'));
      if (on === 'levels') return this.giveLevels(url.searchParams.getAll('listing'));
      return this.takePush(JSON.parse(body));
    };
    if (on === 'push') this.pushes.push(JSON.parse(body).updates);
    this.changed();
    const how = this.nextFault(on);
    if (how === undefined) answer(response, 200, act());
    else if (how.do === 'status') {
      if (how.retryAfter !== undefined) response.setHeader('retry-after', how.retryAfter);
      answer(response, how.status, { error: 'as asked' });
    } else if (how.do === 'body') answer(response, 200, how.body);
    else if (how.do === 'wait') {
      await how.until;
      answer(response, 200, act());
    } else {
      if (how.do === 'lose_response') act();
      request.socket.destroy();
    }
    this.changed();
  }

  private signed(request: http.IncomingMessage, body: string): boolean {
    const header = (name: string) => String(request.headers[name] ?? '');
    try {
      new Webhook(this.secret).verify(body, {
        'webhook-id': header('webhook-id'),
        'webhook-timestamp': header('webhook-timestamp'),
        'webhook-signature': header('webhook-signature'),
      });
      return true;
    } catch {
      return false;
    }
  }

  private nextFault(on: Fault['on']): Fault['how'] | undefined {
    const fault = this.faults.find((candidate) => candidate.on === on && candidate.times > 0);
    if (fault === undefined) return undefined;
    fault.times -= 1;
    return fault.how;
  }

  private takePush(body: { updates: PushedUpdate[] }) {
    const results = body.updates.map((update) => {
      const level = this.levels.get(key(update.listing, update.location));
      const named = { listing: update.listing, ...(update.location ? { location: update.location } : {}) };
      if (level === undefined) return { ...named, status: 'rejected' };
      if (update.version < level.version) return { ...named, status: 'stale', observed: level.quantity };
      if (update.version > level.version || level.appliedAt === undefined) {
        level.quantity = update.quantity;
        level.version = update.version;
        level.appliedAt = new Date().toISOString();
        this.applied.push(update);
      }
      return { ...named, status: 'applied', appliedAt: level.appliedAt };
    });
    return { results };
  }

  private giveLevels(listings: string[]) {
    const wanted = new Set(listings);
    const levels = [...this.levels.values()]
      .filter((level) => wanted.size === 0 || wanted.has(level.listing))
      .map(({ appliedAt: _, ...level }) => ({ ...level, observedAt: new Date().toISOString() }));
    return { levels };
  }

  private giveOrders(cursor: string | null) {
    this.polls.push(cursor);
    const from = cursor === null ? 0 : Number(cursor);
    const page = this.log.slice(from, from + orders_per_page);
    return {
      orders: page.flatMap((order) => this.orders.get(order) ?? []),
      next: String(from + page.length),
      watermark: new Date().toISOString(),
    };
  }

  private changed(): void {
    const met = this.waiting.filter(({ done }) => done());
    this.waiting = this.waiting.filter((waiting) => !met.includes(waiting));
    for (const { resolve } of met) resolve();
  }
}

function key(listing: string, location: string | undefined): string {
  return JSON.stringify([listing, location ?? '']);
}

function answer(response: http.ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
