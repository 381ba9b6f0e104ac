import type { Pool } from 'pg';
import type { Proof } from '../proof';
import { startClosingDays } from './close-days';
import type { LedgerNotifications } from './ledger-notifications';
import { ensurePartitions, startMaintainingPartitions } from './maintain-partitions';
import { startRollingProof } from './rolling-proof';
import { startSealing } from './seal-events';

export interface LedgerBackground {
  pool: Pool;
  /** The installation's own secret, outside of the database. */
  secretKey: string;
  notifications?: LedgerNotifications;
  /** Results of the rolling proof; one that is not balanced is for an alert. */
  onProof?: (proof: Proof) => void;
  /** Everything here tries again by itself; `part` names what failed. */
  onError?: (error: unknown, part: string) => void;
}

/**
 * Starts what runs behind the ledger: partitions ahead of time, daily rows, seals and the rolling proof. Any number of
 * processes may; of each consumer one works at a time. `stop` waits for the work in hand.
 */
export async function startLedgerBackground(
  background: LedgerBackground,
): Promise<{ stop(): Promise<void> }> {
  const { pool, secretKey, notifications, onProof } = background;
  const onError = background.onError ?? reportToStderr;
  const consumer = { pool, onError, ...(notifications === undefined ? {} : { notifications }) };
  await ensurePartitions(pool);
  const parts = [
    startMaintainingPartitions(pool, (error) => onError(error, 'maintain_partitions')),
    startClosingDays(consumer),
    startSealing({ pool, onError, secretKey }),
    startRollingProof({
      pool,
      secretKey,
      onError: (error) => onError(error, 'rolling_proof'),
      ...(onProof === undefined ? {} : { onResult: onProof }),
    }),
  ];
  return {
    async stop() {
      await Promise.all(parts.map((part) => part.stop()));
    },
  };
}

function reportToStderr(error: unknown, part: string): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${part}: ${message}\n`);
}
