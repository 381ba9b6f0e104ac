import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import next from 'next';
import { readConfig } from '@/lib/db/config';
import { superviseMe } from './serve/child';
import { answerClientError } from './serve/client-error';
import { makeDrain } from './serve/drain';
import { listen } from './serve/listen';
import { problem_content_type, problemBody } from './serve/problem';

/**
 * The web process: Next behind a server of our own, which Next alone does not give us: the peer's true address
 * for rules about loopback, and a stop that answers what it can and refuses the rest with 503. It is started
 * when the database is there and migrated.
 */
const config = readConfig();
const dev = process.argv.includes('--dev');
/** Set by us and never by the client: the address at the other end of the socket. */
const peer_header = 'x-truecount-peer';
const headers_ms_max = 30_000;
const request_ms_max = 300_000;
/** Longer than a proxy in front keeps its own connections, so that it is never us who closes one in use. */
const keep_alive_ms = 75_000;

const app = next({ dev, hostname: config.host, port: config.port });
const drain = makeDrain();
const server = createServer(
  { headersTimeout: headers_ms_max, requestTimeout: request_ms_max, keepAliveTimeout: keep_alive_ms },
  (request, response) => {
    if (!drain.admit(response)) return;
    if (!isDecodable(request.url ?? '/')) return refuse(response);
    markPeer(request);
    handle(request, response).catch((error: unknown) => fail(response, error));
  },
);
server.on('clientError', answerClientError);

const child = superviseMe(async () => {
  await drain.stop(server);
  await Promise.race([app.close(), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
});

let handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> = async () => undefined;

await app.prepare();
handle = app.getRequestHandler();
const upgrade = app.getUpgradeHandler();
if (dev) server.on('upgrade', (request, socket, head) => void upgrade(request, socket, head));
await listen(server, config);
child.ready();

function markPeer(request: IncomingMessage): void {
  delete request.headers[peer_header];
  request.headers[peer_header] = request.socket.remoteAddress ?? '';
}

/** Next answers 500 to a path with a broken percent-escape; the fault is the caller's. */
function isDecodable(address: string): boolean {
  try {
    decodeURIComponent(address.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

function refuse(response: ServerResponse): void {
  response.writeHead(400, { 'content-type': problem_content_type });
  response.end(problemBody(400, 'The path is not properly percent-encoded.', 'invalid_request'));
}

function fail(response: ServerResponse, error: unknown): void {
  console.error(error);
  if (!response.headersSent) response.writeHead(500);
  response.end();
}
