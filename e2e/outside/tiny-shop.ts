import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/**
 * The smallest shop that speaks the open channel protocol, written from the protocol's text alone: three endpoints,
 * versions that only rise, orders with a cursor and a watermark.
 */
export interface Level {
  quantity: number;
  version: number;
  appliedAt?: string;
}

export interface Line {
  line: string;
  listing: string;
  ordered: number;
  cancelled: number;
  cancelledAt?: string;
  restocked?: number;
  shipped: number;
  returned: number;
}

export interface Order {
  order: string;
  placedAt: string;
  lines: Line[];
}

export interface Update {
  listing: string;
  quantity: number;
  version: number;
}

export class TinyShop {
  readonly levels = new Map<string, Level>();
  readonly orders = new Map<string, Order>();
  /** Every update that came, in the order of arrival. */
  readonly updates: Update[] = [];
  unsigned = 0;
  polls = 0;
  private readonly changes: string[] = [];
  private readonly server = http.createServer((request, response) => void this.handle(request, response));

  constructor(
    readonly secret: string,
    listings: readonly string[],
  ) {
    for (const listing of listings) this.levels.set(listing, { quantity: 0, version: 0 });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  shows(listing: string): number {
    return this.level(listing).quantity;
  }

  /** A customer buys; throws where the shop shows too little, as it would refuse. */
  sell(order: string, bought: Readonly<Record<string, number>>): Order {
    for (const [listing, quantity] of Object.entries(bought))
      if (this.shows(listing) < quantity) throw new Error(`${listing} is sold out`);
    const lines = Object.entries(bought).map(([listing, ordered], index): Line => {
      this.level(listing).quantity -= ordered;
      return { line: String(index + 1), listing, ordered, cancelled: 0, shipped: 0, returned: 0 };
    });
    return this.keep({ order, placedAt: new Date().toISOString(), lines });
  }

  /** The same order later on: it is given again. */
  keep(order: Order): Order {
    this.orders.set(order.order, order);
    this.changes.push(order.order);
    return order;
  }

  /** A signed CloudEvent about an order, to be sent by the caller. */
  webhook(id: string, order: Order, secret = this.secret): { body: string; headers: Record<string, string> } {
    const at = new Date();
    const body = JSON.stringify({
      specversion: '1.0',
      id,
      source: 'urn:tiny-shop',
      type: 'order.changed',
      time: at.toISOString(),
      data: order,
    });
    return {
      body,
      headers: {
        'content-type': 'application/cloudevents+json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, at, body),
      },
    };
  }

  private level(listing: string): Level {
    const level = this.levels.get(listing);
    if (level === undefined) throw new Error(`this shop does not list ${listing}`);
    return level;
  }

  private async handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const url = new URL(request.url ?? '/', 'http://shop');
    response.setHeader('content-type', 'application/json');
    if (!this.isSigned(request.headers, body)) {
      this.unsigned += 1;
      response.statusCode = 401;
      response.end('{}');
      return;
    }
    const route = `${request.method} ${url.pathname}`;
    if (route === 'POST /inventory') response.end(JSON.stringify(this.take(JSON.parse(body).updates)));
    else if (route === 'GET /inventory')
      response.end(JSON.stringify(this.show(url.searchParams.getAll('listing'))));
    else if (route === 'GET /orders')
      response.end(JSON.stringify(this.give(Number(url.searchParams.get('cursor') ?? 0))));
    else {
      response.statusCode = 404;
      response.end('{}');
    }
  }

  private isSigned(headers: http.IncomingHttpHeaders, body: string): boolean {
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
    try {
      new Webhook(this.secret).verify(body, {
        'webhook-id': String(id),
        'webhook-timestamp': String(timestamp),
        'webhook-signature': String(signature),
      });
      return true;
    } catch {
      return false;
    }
  }

  private take(updates: readonly Update[]) {
    return {
      results: updates.map(({ listing, quantity, version }) => {
        this.updates.push({ listing, quantity, version });
        const level = this.levels.get(listing);
        if (level === undefined) return { listing, status: 'rejected' };
        if (version < level.version) return { listing, status: 'stale', observed: level.quantity };
        if (version > level.version)
          Object.assign(level, { quantity, version, appliedAt: new Date().toISOString() });
        return { listing, status: 'applied', appliedAt: level.appliedAt };
      }),
    };
  }

  private show(listings: readonly string[]) {
    const observedAt = new Date().toISOString();
    return {
      levels: [...this.levels]
        .filter(([listing]) => listings.length === 0 || listings.includes(listing))
        .map(([listing, { quantity, version }]) => ({ listing, quantity, version, observedAt })),
    };
  }

  private give(from: number) {
    this.polls += 1;
    const orders = this.changes.slice(from).flatMap((order) => this.orders.get(order) ?? []);
    return { orders, next: String(this.changes.length), watermark: new Date().toISOString() };
  }
}
