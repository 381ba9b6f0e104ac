import pino from 'pino';
import { startChannels } from '@/lib/channels/server/start-channels';
import { closeConnections, getPool } from '@/lib/db/client';
import { closeLedgerNotifications } from '@/lib/ledger/server/ledger-notifications';
import { openLedger } from './open-ledger';

/** What runs between ledger and channels, in a process of its own as in production. */
const ledger = openLedger(process.env.DATABASE_URL ?? '');
const channels = await startChannels({
  pool: getPool(),
  post: ledger.post,
  log: pino({ level: 'silent' }),
  secretKey: process.env.BENCH_SECRET_KEY ?? '',
  allowInside: true,
});
process.on('message', async () => {
  await channels.stop();
  await closeLedgerNotifications();
  await ledger.close();
  await closeConnections();
  process.exit(0);
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
