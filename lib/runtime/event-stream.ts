import { getMetrics } from '@/lib/api/metrics';
import { getPool } from '@/lib/db/client';
import { getLedgerNotifications } from '@/lib/ledger/server/ledger-notifications';
import { createEventStream, type EventStream } from '@/lib/ledger/server/stream-events';
import { getLog } from '@/lib/shared/server/log';

const key = Symbol.for('truecount.event-stream');

/** The one reader of the log of this process that all its event streams share. */
export function getEventStream(): EventStream {
  const global = globalThis as { [key]?: EventStream };
  global[key] ??= createEventStream({
    pool: getPool,
    notifications: getLedgerNotifications,
    observer: {
      subscribers: (count) => getMetrics().streamSubscribers.set(count),
      events: (count) => getMetrics().streamEvents.inc(count),
      cutOff: () => getMetrics().streamCutOff.inc(),
    },
    onError: (error) => getLog().warn({ err: error }, 'the event stream could not read the log'),
  });
  return global[key];
}
