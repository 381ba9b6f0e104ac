import { closeConnections } from '@/lib/db/client';
import { startWorker } from '@/lib/runtime/worker';
import { superviseMe } from './serve/child';

/** The worker process: jobs, consumers of the event log, polls and pushes to channels. No port of its own. */
const starting = startWorker();

const child = superviseMe(async () => {
  const worker = await starting;
  await worker.stop();
  await closeConnections();
});

await starting;
child.ready();
