import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Update {
  listing: string;
  quantity: number;
  version: number;
}

/** A shop that does nothing but answer at once, and note when it was first told of each listing. */
export class PushShop {
  /** By listing: performance.now() of the first push that showed something. */
  readonly shownAt = new Map<string, number>();
  pushes = 0;
  private readonly levels = new Map<string, { quantity: number; version: number }>();
  private readonly server = createServer((request, response) => {
    this.answer(request).then(
      (body) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      },
      () => response.destroy(),
    );
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/shop`;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage): Promise<unknown> {
    const at = performance.now();
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const now = new Date().toISOString();
    if (request.method === 'POST') {
      const { updates } = JSON.parse(text) as { updates: Update[] };
      for (const { listing, quantity, version } of updates) {
        this.pushes += 1;
        this.levels.set(listing, { quantity, version });
        if (quantity > 0 && !this.shownAt.has(listing)) this.shownAt.set(listing, at);
      }
      return { results: updates.map(({ listing }) => ({ listing, status: 'applied', appliedAt: now })) };
    }
    const url = new URL(request.url ?? '/', 'http://shop');
    if (url.pathname.endsWith('/orders'))
      return { orders: [], next: '0', watermark: new Date(Date.now() - 1).toISOString() };
    const wanted = url.searchParams.getAll('listing');
    const listings = wanted.length === 0 ? [...this.levels.keys()] : wanted;
    return {
      levels: listings.map((listing) => ({
        listing,
        ...(this.levels.get(listing) ?? { quantity: 0, version: 0 }),
        observedAt: now,
      })),
    };
  }
}
