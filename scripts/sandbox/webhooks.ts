import { setTimeout as wait } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import type { Order } from './shop-book';

const request_ms_max = 10_000;
const attempts_max = 3;
const retry_ms = 1_500;
const under_way_max = 4;
/** Beyond that the poller tells the rest. */
const waiting_max = 500;

/** Tells of orders by signed CloudEvents, a few at once; one that cannot be delivered is left to the next poll. */
export class Webhooks {
  private readonly waiting: { id: string; body: string }[] = [];
  private underWay = 0;

  constructor(
    private readonly address: string,
    private readonly secret: string,
    private readonly source: string,
    /** Whether a delivery is lost just now. */
    private readonly isLost: () => boolean,
  ) {}

  get count(): number {
    return this.waiting.length + this.underWay;
  }

  send(id: string, order: Order): void {
    if (this.waiting.length >= waiting_max) return;
    const body = JSON.stringify({
      specversion: '1.0',
      id,
      source: this.source,
      type: 'order.changed',
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      data: order,
    });
    this.waiting.push({ id, body });
    void this.work();
  }

  private async work(): Promise<void> {
    if (this.underWay >= under_way_max) return;
    this.underWay += 1;
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift())
      for (let attempt = 1; attempt <= attempts_max; attempt++) {
        if (await this.deliver(next.id, next.body)) break;
        await wait(retry_ms * attempt);
      }
    this.underWay -= 1;
  }

  private async deliver(id: string, body: string): Promise<boolean> {
    if (this.isLost()) return false;
    const at = new Date();
    try {
      const response = await fetch(this.address, {
        method: 'POST',
        headers: {
          'content-type': 'application/cloudevents+json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
          'webhook-signature': new Webhook(this.secret).sign(id, at, body),
        },
        body,
        signal: AbortSignal.timeout(request_ms_max),
      });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }
}
