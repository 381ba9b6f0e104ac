import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbedded } from '@/lib/db/embedded';
import { migrate } from '@/lib/db/migrate';

export interface BenchDatabase {
  url: string;
  pool: pg.Pool;
  stop(): Promise<void>;
}

const bench_connections_max = 60;

/** A fresh embedded Postgres with its durable settings, migrated and empty, in a folder of its own. */
export async function startBenchDatabase(): Promise<BenchDatabase> {
  const folder = await mkdtemp(path.join(tmpdir(), 'truecount-bench-'));
  const server = await startEmbedded(folder);
  await migrate(server.url);
  process.env.DATABASE_URL = server.url;
  const pool = new pg.Pool({ connectionString: server.url, max: bench_connections_max });
  pool.on('error', () => undefined);
  return {
    url: server.url,
    pool,
    async stop() {
      await pool.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
