import type { Pool } from 'pg';
import { startLoop } from '@/lib/channels/server/start-loop';
import { classifySkus } from '@/lib/discrepancies/server/classify-skus';
import { startSettlingSnapshots } from '@/lib/discrepancies/server/settle-snapshots';

const classify_every_ms = 60 * 60 * 1000;

/** Closes cases that what is learned afterwards explains, and sorts SKUs into their classes. */
export function startFollowingDiscrepancies(
  pool: Pool,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  const settling = startSettlingSnapshots({ pool, onError });
  const classifying = startLoop(
    classify_every_ms,
    async () => {
      await classifySkus(pool);
      return false;
    },
    onError,
  );
  return {
    async stop() {
      await Promise.all([settling.stop(), classifying.stop()]);
    },
  };
}
