import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { markListingsDirty } from '@/lib/channels/server/mark-listings-dirty';
import { type Loop, startLoop } from '@/lib/channels/server/start-loop';
import { learnDue } from '@/lib/demand/server/learn-due';

/** A first start waits no longer than this for its history to be learned once it is closed. */
const look_every_ms = 30_000;

/** Learns demand as days end, and lets every listing be planned on what was learned. */
export function startLearningDemand(pool: Pool, log: Logger, onError: (error: unknown) => void): Loop {
  return startLoop(
    look_every_ms,
    async () => {
      const learned = await learnDue(pool, new Date());
      for (const { channel, skus } of learned) log.info({ channel, skus }, 'demand learned');
      if (learned.length > 0) await markListingsDirty(pool, 'all');
      return false;
    },
    onError,
  );
}
