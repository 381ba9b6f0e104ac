import type { Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

const listen_ms_max = 30_000;
const retry_ms = 250;

/** Listens, waiting up to 30 s for a port that an earlier instance is about to give back. */
export async function listen(server: Server, at: { host: string; port: number }): Promise<void> {
  const deadlineMs = Date.now() + listen_ms_max;
  for (;;) {
    const code = await tryListen(server, at);
    if (code === undefined) return;
    if (code !== 'EADDRINUSE') throw new Error(`Cannot listen on ${at.host}:${at.port}: ${code}.`);
    if (Date.now() > deadlineMs) {
      throw new Error(`Port ${at.port} is taken by another program. Stop it, or set PORT to a free one.`);
    }
    await wait(retry_ms);
  }
}

function tryListen(server: Server, at: { host: string; port: number }): Promise<string | undefined> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      resolve(error.code ?? error.message);
    };
    const listening = () => {
      server.off('error', failed);
      resolve(undefined);
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen(at.port, at.host);
  });
}
