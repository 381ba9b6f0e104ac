import type { Server, ServerResponse } from 'node:http';
import { problem_content_type, problemBody } from './problem';

/** How a server comes to rest. */
export interface Drain {
  /** Whether the request may be handled; if not, it has been answered 503. */
  admit(response: ServerResponse): boolean;
  /** New requests get 503, streams are ended, the others may finish for up to 8 s; then everything closes. */
  stop(server: Server): Promise<void>;
}

const in_flight_ms_max = 8_000;
/** Long enough for those who are just sending a request to hear 503 and not a reset. */
const goodbye_ms = 250;

export function makeDrain(): Drain {
  const inFlight = new Set<ServerResponse>();
  let stopping = false;
  let allDone: (() => void) | undefined;

  function admit(response: ServerResponse): boolean {
    if (stopping) {
      refuse(response);
      return false;
    }
    inFlight.add(response);
    response.once('close', () => {
      inFlight.delete(response);
      if (inFlight.size === 0) allDone?.();
    });
    return true;
  }

  async function stop(server: Server): Promise<void> {
    stopping = true;
    for (const response of inFlight) {
      if (isStream(response)) response.destroy();
      // Answered on this connection or on none: what comes next must find the way to a new process.
      else if (!response.headersSent) response.setHeader('connection', 'close');
    }
    await Promise.all([whenAllDone(), after(goodbye_ms)]);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const response of inFlight) {
      if (response.headersSent) response.destroy();
      else refuse(response);
    }
    server.closeIdleConnections();
    await Promise.race([closed, after(goodbye_ms)]);
    server.closeAllConnections();
  }

  function whenAllDone(): Promise<void> {
    if (inFlight.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      allDone = resolve;
      setTimeout(resolve, in_flight_ms_max).unref();
    });
  }

  return { admit, stop };
}

function refuse(response: ServerResponse): void {
  response.writeHead(503, {
    'content-type': problem_content_type,
    'retry-after': '5',
    connection: 'close',
    'cache-control': 'no-store',
  });
  response.end(
    problemBody(503, 'Truecount is stopping; what you sent was not taken. Send it again shortly.'),
  );
}

/** Server-sent events never end by themselves. The browser connects again and resumes where it was. */
function isStream(response: ServerResponse): boolean {
  return (
    response.headersSent && String(response.getHeader('content-type') ?? '').startsWith('text/event-stream')
  );
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
