import pino from 'pino';
import { startAlerts } from '@/lib/alerts/server/start-alerts';
import { closeConnections, getPool } from '@/lib/db/client';

/** What keeps the alerts true, in a process of its own, as the worker runs it. */
const alerts = startAlerts({ pool: getPool(), log: pino({ level: 'error' }) });
process.on('message', async () => {
  await alerts.stop();
  await closeConnections();
  process.exit(0);
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
