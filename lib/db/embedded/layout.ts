import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { readOrCreateSecretFile, readSecretFile } from '../secret-file';

/** Where the embedded database keeps what, under the data folder. */
export interface EmbeddedLayout {
  dataDir: string;
  /** The cluster itself, owned by the user Postgres runs as. */
  clusterDir: string;
  /** The unix socket's folder, or undefined where its path would be too long for a socket address. */
  socketDir: string | undefined;
  passwordFile: string;
  portFile: string;
  logFile: string;
}

export const database_name = 'truecount';
export const database_user = 'truecount';

/** sun_path holds 108 bytes; the name is `.s.PGSQL.<port>`, and Postgres adds `.lock` to it. */
const socket_path_bytes_max = 107;
const socket_name_bytes = '/.s.PGSQL.65535.lock'.length;
const password_bytes = 24;

export function embeddedLayout(dataDir: string): EmbeddedLayout {
  const root = path.resolve(dataDir);
  const socketDir = path.join(root, 'postgres-run');
  return {
    dataDir: root,
    clusterDir: path.join(root, 'postgres'),
    socketDir:
      process.platform !== 'win32' &&
      Buffer.byteLength(socketDir) + socket_name_bytes <= socket_path_bytes_max
        ? socketDir
        : undefined,
    passwordFile: path.join(root, 'postgres.password'),
    portFile: path.join(root, 'postgres.port'),
    logFile: path.join(root, 'postgres.log'),
  };
}

export function readOrCreatePassword(layout: EmbeddedLayout): string {
  return readOrCreateSecretFile(layout.passwordFile, () => randomBytes(password_bytes).toString('base64url'));
}

/** Both ways in. The socket is the faster one for many small statements; `tcp` is what other tools expect. */
export function embeddedUrls(
  layout: EmbeddedLayout,
  port: number,
): { tcp: string; socket: string | undefined } {
  const password = readSecretFile(layout.passwordFile) ?? '';
  const login = `${database_user}:${encodeURIComponent(password)}`;
  return {
    tcp: `postgresql://${login}@127.0.0.1:${port}/${database_name}`,
    socket:
      layout.socketDir === undefined
        ? undefined
        : `postgresql://${login}@localhost:${port}/${database_name}?host=${encodeURIComponent(layout.socketDir)}`,
  };
}

/** The port of last time if it is still free, else a new free one, kept for the next start. */
export async function choosePort(layout: EmbeddedLayout): Promise<number> {
  const kept = readPort(layout.portFile);
  if (kept !== undefined && (await tryListen(kept)) !== undefined) return kept;
  const port = await tryListen(0);
  if (port === undefined) throw new Error('No free TCP port on 127.0.0.1 for the embedded database.');
  writeFileSync(layout.portFile, `${port}\n`);
  return port;
}

function readPort(file: string): number | undefined {
  try {
    const port = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(bound));
    });
  });
}
