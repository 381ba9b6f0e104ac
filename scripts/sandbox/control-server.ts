import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  type SandboxCommand,
  type SandboxStatus,
  type ShownLevels,
  sandboxCommandSchema,
} from '@/lib/demo/control';
import { listen } from '../serve/listen';

const body_bytes_max = 1024 * 1024;

export interface Controlled {
  status(): SandboxStatus;
  command(command: SandboxCommand): void;
  /** What is shown of a SKU, where the program shows anything. */
  listing(sku: string): ShownLevels;
  /** All other requests. */
  serve?(request: IncomingMessage, response: ServerResponse, body: string): unknown;
}

/** Serves the control endpoint on loopback, and what else the program serves. */
export async function serveControl(
  at: { port: number; secret: string },
  program: Controlled,
): Promise<Server> {
  const server = createServer((request, response) => {
    read(request)
      .then((body) => {
        const url = new URL(request.url ?? '/', 'http://sandbox');
        if (!url.pathname.startsWith('/control')) {
          if (program.serve === undefined) answer(response, 404, {});
          else program.serve(request, response, body);
          return;
        }
        if (!isAllowed(request, at.secret)) answer(response, 401, {});
        else control(request.method ?? '', url, body, program, response);
      })
      .catch((error: unknown) => {
        if (response.headersSent) response.destroy();
        else answer(response, 400, { detail: error instanceof Error ? error.message : 'unreadable' });
      });
  });
  await listen(server, { host: '127.0.0.1', port: at.port });
  return server;
}

function control(method: string, url: URL, body: string, program: Controlled, response: ServerResponse) {
  if (method === 'GET' && url.pathname === '/control/listing')
    return answer(response, 200, program.listing(url.searchParams.get('sku') ?? ''));
  if (url.pathname !== '/control') return answer(response, 404, {});
  if (method === 'POST') {
    const command = sandboxCommandSchema.safeParse(parsed(body));
    if (!command.success) return answer(response, 422, { detail: command.error.issues[0]?.message });
    program.command(command.data);
  }
  answer(response, 200, program.status());
}

export function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > body_bytes_max) throw new Error('too long');
  }
  return body;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function isAllowed(request: IncomingMessage, secret: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${secret}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
