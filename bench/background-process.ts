import { closeConnections, getPool } from '@/lib/db/client';
import { getLedgerNotifications } from '@/lib/ledger/server/ledger-notifications';
import { startLedgerBackground } from '@/lib/ledger/server/start-background';

const background = await startLedgerBackground({
  pool: getPool(),
  secretKey: 'bench-only-secret-key-of-no-use',
});
process.on('message', async () => {
  await background.stop();
  await getLedgerNotifications().close();
  await closeConnections();
  process.exit(0);
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
