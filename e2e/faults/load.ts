import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { until } from '../running-app';

/** Clients that report events under known ids, and keep sending a batch, unchanged, until it is answered with 200. */
export const load_clients = 8;
export const load_skus = 20;
const batch_events = 25;
const opening_units = 1_000_000;
const retry_ms = 50;
const timeout_ms = 30_000;

export interface LoadEvent {
  source: string;
  id: string;
  type: string;
  occurredAt: string;
  sku: string;
  quantity: number;
  [field: string]: unknown;
}

/** What became of one request that did not bring 200. */
export interface Failure {
  /** When it was begun, by performance.now(). */
  startedMs: number;
  /** The status, or the code of the connection's error. */
  what: number | string;
  contentType?: string;
}

export interface Acknowledged {
  event: LoadEvent;
  status: string;
  sequence: number;
}

export const skuOf = (index: number) => `LOAD-${String(index % load_skus).padStart(2, '0')}`;

export const loadCatalog = {
  skus: Array.from({ length: load_skus }, (_, index) => ({ sku: skuOf(index), name: `Article ${index}` })),
  nodes: [{ node: 'depot', name: 'Depot', kind: 'warehouse' }],
  channels: [{ channel: 'web', name: 'Webshop', kind: 'webshop', connector: 'none', sources: ['depot'] }],
  // Divided by share, so that a target says what is left: whether the worker has caught up is read off it.
  listings: Array.from({ length: load_skus }, (_, index) => ({
    channel: 'web',
    sku: skuOf(index),
    mode: 'fixed_share',
  })),
};

export const loadOpening: LoadEvent[] = Array.from({ length: load_skus }, (_, index) => ({
  source: 'load',
  id: `opening-${skuOf(index)}`,
  type: 'receipt',
  occurredAt: '2026-01-01T00:00:00.000Z',
  sku: skuOf(index),
  quantity: opening_units,
  node: 'depot',
}));

export class Load {
  readonly acknowledged = new Map<string, Acknowledged>();
  readonly failures: Failure[] = [];
  /** Answered 200 after at least one try had not been. */
  resent = 0;
  private stopping = false;
  private readonly running: Promise<void>[];

  /** `run` tells the ids of one load from those of another on the same database. */
  constructor(
    private readonly target: { port: number; key: string },
    private readonly name: string,
    /** False: a client gives up at its first failure and keeps what it sent for `unanswered`. */
    private readonly persistent = true,
  ) {
    this.running = Array.from({ length: load_clients }, (_, client) => this.runClient(client));
  }

  /** Batches that were sent and never answered with 200. */
  readonly unanswered: LoadEvent[][] = [];

  async acknowledgedAtLeast(events: number): Promise<void> {
    await until(() => this.acknowledged.size >= events);
  }

  /** Each client ends with the batch it has in hand. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.running);
  }

  private async runClient(client: number): Promise<void> {
    for (let batch = 0; !this.stopping; batch++) {
      const events = eventsOf(this.name, client, batch);
      for (let attempt = 1; ; attempt++) {
        const failure = await this.send(events);
        if (failure === null) {
          if (attempt > 1) this.resent += 1;
          break;
        }
        this.failures.push(failure);
        if (!this.persistent) {
          this.unanswered.push(events);
          return;
        }
        await wait(retry_ms);
      }
    }
  }

  /** Sends a batch once; null where it was answered with 200. */
  async send(events: LoadEvent[]): Promise<Failure | null> {
    const startedMs = performance.now();
    const body = JSON.stringify({ events });
    try {
      const answer = await postOnce(this.target, body);
      if (answer.status !== 200)
        return { startedMs, what: answer.status, contentType: answer.contentType ?? '' };
      const { results } = JSON.parse(answer.text) as {
        results: { status: string; sequence: number; code?: string }[];
      };
      for (const [index, event] of events.entries()) {
        const result = results[index];
        if (result === undefined || result.status === 'refused')
          throw new Error(`${event.id} was refused: ${result?.code}`);
        this.acknowledged.set(event.id, { event, status: result.status, sequence: result.sequence });
      }
      return null;
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
      if (typeof code !== 'string') throw error;
      return { startedMs, what: code };
    }
  }
}

/** Orders of two units, shipped in the same batch every other time, and now and then a receipt. */
function eventsOf(run: string, client: number, batch: number): LoadEvent[] {
  const events: LoadEvent[] = [];
  for (let index = 0; events.length < batch_events; index++) {
    const name = `${run}-${client}-${String(batch).padStart(6, '0')}-${String(index).padStart(2, '0')}`;
    const base = {
      source: 'load',
      occurredAt: '2026-02-01T00:00:00.000Z',
      sku: skuOf(client * 7 + batch + index),
      quantity: 2,
    };
    if (index % 5 === 4) events.push({ ...base, id: `${name}-in`, type: 'receipt', node: 'depot' });
    else {
      const line = { ...base, channel: 'web', order: name, line: '1' };
      events.push({ ...line, id: `${name}-placed`, type: 'order_placed' });
      if (index % 2 === 0 && events.length < batch_events)
        events.push({ ...line, id: `${name}-shipped`, type: 'order_shipped' });
    }
  }
  return events;
}

/** A connection of its own per request, so that a failure belongs to this request and to no earlier one. */
function postOnce(
  target: { port: number; key: string },
  body: string,
): Promise<{ status: number; contentType: string | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port: target.port,
        method: 'POST',
        path: '/api/v1/events',
        agent: false,
        timeout: timeout_ms,
        headers: {
          authorization: `Bearer ${target.key}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            contentType: response.headers['content-type'],
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    request.on('timeout', () => request.destroy(Object.assign(new Error('timed out'), { code: 'TIMEOUT' })));
    request.on('error', reject);
    request.end(body);
  });
}
