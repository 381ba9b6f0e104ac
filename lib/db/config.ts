import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { readOrCreateSecretFile } from './secret-file';

/** Everything the environment decides about where Truecount runs. Read once per process start. */
export interface Config {
  /** A Postgres of the operator's own. Undefined means: the embedded one in `dataDir`. */
  databaseUrl: string | undefined;
  /** For LISTEN and jobs, where a pooler stands before the database. Defaults to `databaseUrl`. */
  databaseDirectUrl: string | undefined;
  /** Absolute. The embedded database, its password, the secret key and the instance lock live here. */
  dataDir: string;
  host: string;
  port: number;
  /** The trusted origin, without a trailing slash: links, cookies and cross-site checks go by it. */
  url: string;
  /**
   * What the first run does on an empty embedded database: load the demo brand with shops that sell at once, with shops
   * that stand still until they are started, or nothing.
   */
  demo: 'selling' | 'paused' | 'none';
  /** Whether the shops of a demo are started at all. */
  sandbox: boolean;
}

const port_default = 3000;
const secret_key_bytes = 32;

/** Throws on a PORT that is not a port, so that a typo is named at start and not as a failed listen. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = readPort(env.PORT);
  const host = nonEmpty(env.HOST) ?? '127.0.0.1';
  const shownHost = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const databaseUrl = nonEmpty(env.DATABASE_URL);
  return {
    databaseUrl,
    databaseDirectUrl: nonEmpty(env.DATABASE_DIRECT_URL) ?? databaseUrl,
    dataDir: path.resolve(/* turbopackIgnore: true */ nonEmpty(env.TRUECOUNT_DATA_DIR) ?? 'data'),
    host,
    port,
    url: (nonEmpty(env.TRUECOUNT_URL) ?? `http://${bracketed(shownHost)}:${port}`).replace(/\/+$/, ''),
    demo: env.TRUECOUNT_DEMO === '0' ? 'none' : env.TRUECOUNT_DEMO === 'paused' ? 'paused' : 'selling',
    sandbox: env.TRUECOUNT_DEMO !== '0',
  };
}

/**
 * The key that seals, signs and encrypts: from TRUECOUNT_SECRET_KEY, else from a file of mode 0600 in the
 * data folder, made on first use. Every process of one installation gets the same one.
 */
export function readSecretKey(env: NodeJS.ProcessEnv = process.env): string {
  const given = nonEmpty(env.TRUECOUNT_SECRET_KEY);
  if (given !== undefined) return given;
  const { dataDir } = readConfig(env);
  return readOrCreateSecretFile(path.join(dataDir, 'secret.key'), () =>
    randomBytes(secret_key_bytes).toString('base64url'),
  );
}

/** Where an instance writes down the address it serves, for commands run beside it. */
export function addressFile(dataDir: string): string {
  return path.join(dataDir, 'truecount.url');
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return port_default;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT is not a port: ${text}`);
  return port;
}
