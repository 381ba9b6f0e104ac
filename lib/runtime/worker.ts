import { startDelivery } from '@/lib/alerts/server/deliver';
import { startAlerts } from '@/lib/alerts/server/start-alerts';
import { startIdempotencySweep } from '@/lib/api/sweep-idempotency-keys';
import { startChannels } from '@/lib/channels/server/start-channels';
import { getPool } from '@/lib/db/client';
import { readSecretKey } from '@/lib/db/config';
import { closeLedgerNotifications } from '@/lib/ledger/server/ledger-notifications';
import { startLedgerBackground } from '@/lib/ledger/server/start-background';
import { startReservationExpiry } from '@/lib/orders/server/expire-reservations';
import { getLog } from '@/lib/shared/server/log';
import { startSimulations } from '@/lib/simulation/server/start-simulations';
import { deliveryDeps } from './alert-delivery';
import { channelDeps } from './channels';
import { startFollowingDiscrepancies } from './follow-discrepancies';
import { startLearningDemand } from './learn-demand';
import { closeLedger, getLedger } from './ledger';
import { startImports } from './run-imports';

export interface Worker {
  /** Finishes what is under way, takes nothing new, and lets go of its connections. */
  stop(): Promise<void>;
}

/** What a word of the domain runs without a request. Each part tries again by itself after a failure. */
interface Part {
  stop(): Promise<void>;
}

/**
 * Starts everything that runs without a request: jobs, consumers of the event log, polls and pushes to channels,
 * and the proof's rolling window. Resolves when all of it runs; throws if the database is not there, and is then
 * started again by its supervisor.
 */
export async function startWorker(): Promise<Worker> {
  const parts: Part[] = [];
  const stop = async () => {
    await Promise.all(parts.splice(0).map((part) => part.stop()));
    await closeLedgerNotifications();
    await closeLedger();
  };
  try {
    parts.push(await startLedgerBackground({ pool: getPool(), secretKey: readSecretKey() }));
    parts.push(await startChannels(channelDeps()));
    parts.push(startAlerts({ pool: getPool(), log: getLog() }));
    parts.push(startDelivery(deliveryDeps()));
    const onError = (error: unknown) => getLog().warn({ err: error }, 'housekeeping is tried again');
    parts.push(startReservationExpiry({ pool: getPool(), ledger: getLedger(), onError }));
    parts.push(startIdempotencySweep(getPool(), onError));
    parts.push(startFollowingDiscrepancies(getPool(), onError));
    parts.push(startImports(getPool(), onError));
    parts.push(startSimulations({ pool: getPool(), onError }));
    parts.push(startLearningDemand(getPool(), getLog(), onError));
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}
