import { connectDirect } from '@/lib/db/client';
import {
  createLedgerNotifications,
  type LedgerNotifications,
} from '@/lib/ledger/server/ledger-notifications';

/** Sent by triggers after a commit that changed what screens show beside the ledger: listings, channels, people. */
const screens_notification = 'truecount_screens';

const key = Symbol.for('truecount.screen-signals');

/** The one connection of this process that listens for them. Connects at first use. */
export function getScreenSignals(): LedgerNotifications {
  const global = globalThis as { [key]?: LedgerNotifications };
  global[key] ??= createLedgerNotifications(connectDirect, screens_notification);
  return global[key];
}
