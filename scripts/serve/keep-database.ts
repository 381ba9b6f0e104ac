import { type EmbeddedDatabase, startEmbedded } from '@/lib/db/embedded';

/** The embedded database, started again whenever it ends on its own. */
export interface KeptDatabase {
  url: string;
  tcpUrl: string;
  /** Resolves when it could not be brought back where it was. */
  gaveUp: Promise<void>;
  stop(): Promise<void>;
}

/** So often in a row, each time within a minute of the last, and somebody has to look. */
const crashes_max = 5;
const healthy_ms = 60_000;

/**
 * Postgres ends all at once when one of its processes is killed, by hand or for want of memory, and recovers at the
 * next start from what it has on disk. Web and worker go on meanwhile: the ledger waits for it some seconds before it
 * tells anybody to send again.
 */
export async function keepDatabase(dataDir: string): Promise<KeptDatabase> {
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();
  let giveUp: () => void = () => undefined;
  const gaveUp = new Promise<void>((resolve) => (giveUp = resolve));
  let crashes = 0;
  let database = await start();
  const { url, tcpUrl } = database;

  async function start(): Promise<EmbeddedDatabase> {
    const started = await startEmbedded(dataDir, { whenRunning: 'replace' });
    const startedAt = Date.now();
    void started.exited.then(() => {
      if (stopping) return;
      crashes = Date.now() - startedAt >= healthy_ms ? 1 : crashes + 1;
      restarting = restart();
    });
    return started;
  }

  async function restart(): Promise<void> {
    console.error('The embedded database ended on its own; see postgres.log in the data folder.');
    try {
      if (crashes > crashes_max) throw new Error(`It ended ${crashes} times in a row; giving up.`);
      database = await start();
      if (database.url !== url) throw new Error('Its port was taken by another program; start again.');
      console.error('The embedded database is back.');
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      giveUp();
    }
  }

  return {
    url,
    tcpUrl,
    gaveUp,
    async stop() {
      stopping = true;
      await restarting;
      await database.stop();
    },
  };
}
