import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const look_ms = 250;

/** A port of loopback that nobody has, other than those named. */
export async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (;;) {
    const port = await tryPort(0);
    if (port !== undefined && !taken.has(port)) return port;
  }
}

/** Whether a port is free, or becomes so within `ms_max`: an earlier instance may be about to give it back. */
export async function becomesFree(port: number, ms_max: number): Promise<boolean> {
  for (const deadlineMs = Date.now() + ms_max; ; await wait(look_ms)) {
    if ((await tryPort(port)) !== undefined) return true;
    if (Date.now() > deadlineMs) return false;
  }
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}
