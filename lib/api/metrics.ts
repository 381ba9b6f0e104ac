import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What this process measures of itself; read by `/metrics`. */
export interface Metrics {
  registry: Registry;
  httpRequests: Counter<'method' | 'route' | 'status'>;
  httpSeconds: Histogram<'method' | 'route'>;
  ledgerBatchEvents: Histogram;
  ledgerBatchSeconds: Histogram;
  ledgerWaiting: Gauge;
  outboxListings: Gauge;
  outboxSkus: Gauge;
  streamSubscribers: Gauge;
  streamEvents: Counter;
  streamCutOff: Counter;
}

const key = Symbol.for('truecount.metrics');
const batch_events_buckets = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000];
const http_seconds_buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export function getMetrics(): Metrics {
  const global = globalThis as { [key]?: Metrics };
  global[key] ??= makeMetrics();
  return global[key];
}

function makeMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'truecount_' });
  return {
    registry,
    httpRequests: new Counter({
      name: 'truecount_http_requests_total',
      help: 'Requests answered by the API.',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    httpSeconds: new Histogram({
      name: 'truecount_http_request_seconds',
      help: 'Time from a request of the API to its answer.',
      labelNames: ['method', 'route'],
      buckets: http_seconds_buckets,
      registers,
    }),
    ledgerBatchEvents: new Histogram({
      name: 'truecount_ledger_batch_events',
      help: 'Events recorded per commit of the ledger.',
      buckets: batch_events_buckets,
      registers,
    }),
    ledgerBatchSeconds: new Histogram({
      name: 'truecount_ledger_batch_seconds',
      help: 'Time to make a batch of events durable.',
      buckets: http_seconds_buckets,
      registers,
    }),
    ledgerWaiting: new Gauge({
      name: 'truecount_ledger_waiting_events',
      help: 'Events waiting for a batch.',
      registers,
    }),
    outboxListings: new Gauge({
      name: 'truecount_outbox_listings',
      help: 'Listings whose channel has not been told what they should show.',
      registers,
    }),
    outboxSkus: new Gauge({
      name: 'truecount_outbox_skus',
      help: 'SKUs marked for new targets.',
      registers,
    }),
    streamSubscribers: new Gauge({
      name: 'truecount_stream_subscribers',
      help: 'Open event streams.',
      registers,
    }),
    streamEvents: new Counter({
      name: 'truecount_stream_events_total',
      help: 'Events read from the log for the streams.',
      registers,
    }),
    streamCutOff: new Counter({
      name: 'truecount_stream_cut_off_total',
      help: 'Streams ended because their reader was too slow.',
      registers,
    }),
  };
}
