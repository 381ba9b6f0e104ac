import { getMetrics, type Metrics } from '@/lib/api/metrics';
import { getPool } from '@/lib/db/client';
import { databaseErrorKind } from '@/lib/db/errors';
import { getLedger, observeLedger } from './ledger';

const key = Symbol.for('truecount.ledger-metrics');

/** Has the ledger's commits counted from now on; once per process, before the first event at best. */
export function measureLedger(): void {
  const global = globalThis as { [key]?: true };
  if (global[key] === true) return;
  global[key] = true;
  observeLedger({
    batch(events, durationMs) {
      const metrics = getMetrics();
      metrics.ledgerBatchEvents.observe(events);
      metrics.ledgerBatchSeconds.observe(durationMs / 1000);
    },
  });
}

/** What this process and its database say of themselves, as Prometheus reads it. */
export async function readMetrics(): Promise<{ text: string; contentType: string }> {
  measureLedger();
  const metrics = getMetrics();
  await readDepths(metrics);
  return { text: await metrics.registry.metrics(), contentType: metrics.registry.contentType };
}

/** Without the database the rest is still worth having: its depths are then left out. */
async function readDepths(metrics: Metrics): Promise<void> {
  try {
    const { rows } = await getPool().query<{ listings: number; skus: number }>(
      `SELECT (SELECT count(*)::int FROM listing_sync WHERE due_at IS NOT NULL) AS listings,
              (SELECT count(*)::int FROM dirty_sku) AS skus`,
    );
    metrics.outboxListings.set(rows[0]?.listings ?? 0);
    metrics.outboxSkus.set(rows[0]?.skus ?? 0);
    metrics.ledgerWaiting.set(getLedger().depth);
  } catch (error) {
    if (databaseErrorKind(error) === 'unknown') throw error;
    metrics.outboxListings.remove();
    metrics.outboxSkus.remove();
  }
}
