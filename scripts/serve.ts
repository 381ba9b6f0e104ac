import { writeFileSync } from 'node:fs';
import { addressFile, readConfig, readSecretKey } from '@/lib/db/config';
import { acquireInstanceLock } from '@/lib/db/instance-lock';
import { migrate } from '@/lib/db/migrate';
import { firstRun } from './serve/first-run';
import { keepDatabase } from './serve/keep-database';
import { prepareSandbox, startSandbox } from './serve/sandbox';
import { type Supervised, supervise, write_path_flags } from './serve/supervise';

/**
 * What `npm start` runs once everything is built: Postgres, web and worker as processes of their own, started in
 * that order and stopped in the opposite one.
 */
const dev = process.argv.includes('--dev');
const children: Supervised[] = [];
let shops: Supervised[] = [];
let stopDatabase: () => Promise<void> = async () => undefined;
let stopping: Promise<void> | undefined;

process.on('SIGINT', () => stop(0));
process.on('SIGTERM', () => stop(0));
process.on('SIGHUP', () => stop(0));
// Our own parent died (kill -9 on npm, say): nobody is left to stop us, so we do.
process.on('disconnect', () => stop(0));

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  stop(1);
});

async function start(): Promise<void> {
  const config = readConfig();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    TRUECOUNT_DATA_DIR: config.dataDir,
    TRUECOUNT_URL: config.url,
  };
  let embedded = false;
  if (config.databaseUrl === undefined) {
    embedded = true;
    const lock = await acquireInstanceLock(config.dataDir);
    const database = await keepDatabase(config.dataDir);
    stopDatabase = async () => {
      await database.stop();
      lock?.release();
    };
    database.gaveUp.then(() => stop(1));
    env.DATABASE_URL = database.url;
    process.env.DATABASE_URL = database.url;
    await migrate(database.tcpUrl);
    writeFileSync(addressFile(config.dataDir), `${config.url}\n`);
  } else {
    await migrate(config.databaseDirectUrl ?? config.databaseUrl);
  }
  env.TRUECOUNT_SECRET_KEY = readSecretKey();
  process.env.TRUECOUNT_SECRET_KEY = env.TRUECOUNT_SECRET_KEY;
  if (stopping !== undefined) return;
  const link = await firstRun(config, embedded);
  if (stopping !== undefined) return;
  const sandbox = await prepareSandbox(config);
  if (stopping !== undefined) return;

  if (sandbox !== undefined) shops = startSandbox(config, sandbox);
  const web = supervise('web', ['scripts/web.ts', ...(dev ? ['--dev'] : [])], env, write_path_flags);
  const worker = supervise('worker', ['scripts/worker.ts'], env, [
    ...write_path_flags,
    '--conditions=react-server',
  ]);
  children.push(web, worker);
  await Promise.race([web.ready, web.gaveUp]);
  console.log(`Truecount is at ${config.url}`);
  if (link !== undefined) console.log(`Sign in as the owner, once, within 24 hours: ${link}`);
  if (sandbox !== undefined) console.log(`The demo’s shops: ${config.url}/demo`);
  // A child that keeps ending is a fault that a person must see; half a system would hide it.
  await Promise.race(children.map((child) => child.gaveUp));
  await stop(1);
}

function stop(code: number): Promise<void> {
  stopping ??= (async () => {
    for (const child of [...shops, ...children]) child.expectEnd();
    for (const child of children) await child.stop();
    // Last, so that nobody finds the shops closed who is still asking them something.
    await Promise.all(shops.map((shop) => shop.stop()));
    await stopDatabase();
  })()
    .catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
    })
    .finally(() => process.exit(code));
  return stopping;
}
