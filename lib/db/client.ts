import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { readConfig } from './config';
import { PrismaClient } from './generated/client';

/**
 * The process's connections, made at first use: nothing connects while modules load, since the build imports
 * routes. They live on globalThis because the bundler makes several copies of this module.
 */
interface Connections {
  pool?: pg.Pool;
  prisma?: PrismaClient;
}

const key = Symbol.for('truecount.database');
const pool_connections_max = 20;
const prisma_connections_max = 10;
const pool_connect_ms_max = 10_000;
const pool_idle_ms_max = 30_000;

/** The pool of the hot path: plain SQL by node-postgres, as the ledger's writer and the queries use it. */
export function getPool(): pg.Pool {
  const held = connections();
  held.pool ??= makePool(databaseUrl(), pool_connections_max);
  return held.pool;
}

/** Prisma over the same database, for the catalogue, access and everything that is not hot. */
export function getPrisma(): PrismaClient {
  const held = connections();
  held.prisma ??= new PrismaClient({
    adapter: new PrismaPg(makePool(databaseUrl(), prisma_connections_max), { disposeExternalPool: true }),
  });
  return held.prisma;
}

/**
 * One connection of its own, past any pooler, for LISTEN and advisory locks. The caller ends it, and listens
 * for its `error` and `end`: a lost listener must be replaced, not forgotten.
 */
export async function connectDirect(): Promise<pg.Client> {
  const config = readConfig();
  const client = new pg.Client({
    connectionString: config.databaseDirectUrl ?? databaseUrl(),
    connectionTimeoutMillis: pool_connect_ms_max,
    keepAlive: true,
    application_name: 'truecount-direct',
  });
  await client.connect();
  return client;
}

/** Ends what this process opened, for a clean stop. Using the getters afterwards opens anew. */
export async function closeConnections(): Promise<void> {
  const held = connections();
  const { pool, prisma } = held;
  delete held.pool;
  delete held.prisma;
  await Promise.all([pool?.end(), prisma?.$disconnect()]);
}

function connections(): Connections {
  const global = globalThis as { [key]?: Connections };
  global[key] ??= {};
  return global[key];
}

function makePool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: pool_connect_ms_max,
    idleTimeoutMillis: pool_idle_ms_max,
    keepAlive: true,
    application_name: 'truecount',
  });
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

function databaseUrl(): string {
  const { databaseUrl: url } = readConfig();
  if (url === undefined) {
    throw new Error(
      'No database: set DATABASE_URL, or run within `npm start`, `npm run dev` or openDatabase().',
    );
  }
  return url;
}
