import { closeConnections } from './client';
import { addressFile, readConfig } from './config';
import { findEmbedded, startEmbedded } from './embedded';
import { acquireInstanceLock } from './instance-lock';
import { migrate } from './migrate';
import { readSecretFile } from './secret-file';

export interface OpenDatabase {
  url: string;
  /** Ends this process's connections, and the embedded server too if it was started for us. */
  close(): Promise<void>;
}

/**
 * For commands (admin, verify, bench): makes getPool(), getPrisma() and connectDirect() work, whether the
 * database is the operator's own, the embedded one of a running `npm start`, or the embedded one standing still,
 * which is then started for as long as the command runs.
 */
export async function openDatabase(): Promise<OpenDatabase> {
  const config = readConfig();
  if (config.databaseUrl !== undefined) {
    await migrate(config.databaseDirectUrl ?? config.databaseUrl);
    return { url: config.databaseUrl, close: closeConnections };
  }
  // The address that the running instance announced, so that links made beside it lead to it.
  const announced = readSecretFile(addressFile(config.dataDir));
  if (announced !== undefined && process.env.PORT === undefined) process.env.TRUECOUNT_URL ??= announced;
  const found = await findEmbedded(config.dataDir);
  if (found !== undefined) {
    process.env.DATABASE_URL = found.url;
    return { url: found.url, close: closeConnections };
  }
  // The lock makes a `npm start` at the same time wait for us, and us for one that is only just starting.
  const lock = await acquireInstanceLock(
    config.dataDir,
    async () => (await findEmbedded(config.dataDir)) !== undefined,
  );
  const server = await startEmbedded(config.dataDir);
  process.env.DATABASE_URL = server.url;
  await migrate(server.tcpUrl);
  return {
    url: server.url,
    close: async () => {
      await closeConnections();
      await server.stop();
      lock?.release();
    },
  };
}
