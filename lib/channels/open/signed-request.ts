import { randomUUID } from 'node:crypto';
import { lookup as resolve } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { ConnectorFailure, ConnectorResult } from '../connector';
import { isPublicAddress } from './allowed-address';

export const request_timeout_ms_default = 10_000;
export const response_bytes_max = 8 * 1024 * 1024;
const detail_chars_max = 200;

export interface SignedRequest {
  method: 'GET' | 'POST';
  url: URL;
  /** `whsec_…`; signs the body, a GET signs the empty body. */
  secret: string;
  body?: string;
  /** Plain http, and addresses of this machine and of private networks. */
  allowInside: boolean;
  timeout_ms?: number;
}

const refusedByLookup = 'TRUECOUNT_ADDRESS_REFUSED';

/**
 * One request of ours to a shop, signed with Standard Webhooks headers. Gives the parsed JSON of a 200. Redirects are
 * not followed, the whole exchange has one deadline, and the answer a greatest length. Where only public addresses are
 * allowed, the address that is connected to is the one that was checked, whatever the name resolves to later.
 */
export async function signedRequest(request: SignedRequest): Promise<ConnectorResult<unknown>> {
  const refused = refusedUrl(request);
  if (refused !== undefined) return failed('address_refused', refused);
  const body = request.body ?? '';
  const id = `msg_${randomUUID()}`;
  const now = new Date();
  const headers: Record<string, string> = {
    accept: 'application/json',
    'user-agent': 'Truecount',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(request.secret).sign(id, now, body),
  };
  if (request.method === 'POST') {
    headers['content-type'] = 'application/json';
    headers['content-length'] = String(Buffer.byteLength(body));
  }
  return new Promise((resolveResult) => {
    const transport = request.url.protocol === 'https:' ? https : http;
    const deadline = AbortSignal.timeout(request.timeout_ms ?? request_timeout_ms_default);
    const call = transport.request(
      request.url,
      {
        method: request.method,
        headers,
        signal: deadline,
        ...(request.allowInside ? {} : { lookup: lookupPublic }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > response_bytes_max) {
            resolveResult(
              failed('too_large', `The channel answered with more than ${response_bytes_max} bytes.`),
            );
            call.destroy();
          } else chunks.push(chunk);
        });
        response.on('end', () => resolveResult(readAnswer(response, Buffer.concat(chunks))));
        response.on('error', (error) => resolveResult(connectionFailure(error, deadline.aborted)));
        response.on('close', () => {
          if (!response.complete)
            resolveResult(failed('unreachable', 'The connection was lost during the answer.'));
        });
      },
    );
    call.on('error', (error) => resolveResult(connectionFailure(error, deadline.aborted)));
    call.end(body);
  });
}

/** Why this address is not called, or undefined. A name is looked at when it is looked up: see `lookupPublic`. */
export function refusedUrl({
  url,
  allowInside,
}: Pick<SignedRequest, 'url' | 'allowInside'>): string | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'Only http and https are called.';
  if (allowInside) return undefined;
  if (url.protocol !== 'https:') return 'Plain http is called only while the app is bound to loopback.';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) return 'The address lies in a private network.';
  return undefined;
}

export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 0);
    const found = addresses.filter(({ address }) => isPublicAddress(address));
    const [first] = found;
    if (first === undefined) {
      const refusal = Object.assign(new Error('The name leads into a private network.'), {
        code: refusedByLookup,
      });
      return callback(refusal, '', 0);
    }
    if (options.all === true) callback(null, found);
    else callback(null, first.address, first.family);
  });
};

function readAnswer(response: http.IncomingMessage, body: Buffer): ConnectorResult<unknown> {
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400)
    return failed('redirected', `The channel redirects (${status}); set the address it leads to.`);
  if (status !== 200) {
    const retryAfterMs = parseRetryAfter(response.headers['retry-after']);
    const said = body.subarray(0, detail_chars_max).toString('utf8');
    return failed('http_status', `The channel answered ${status}. ${printable(said)}`.trim(), retryAfterMs);
  }
  try {
    return { ok: true, value: JSON.parse(body.toString('utf8')) };
  } catch {
    return failed('bad_response', 'The channel answered 200 with something that is not JSON.');
  }
}

/** `Retry-After` as seconds or as a date. */
function parseRetryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function connectionFailure(error: Error, timedOut: boolean): ConnectorResult<never> {
  if (timedOut) return failed('timeout', 'The channel did not answer in time.');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === refusedByLookup) return failed('address_refused', error.message);
  return failed('unreachable', `The channel cannot be reached${code === undefined ? '' : ` (${code})`}.`);
}

function failed(
  code: ConnectorFailure['code'],
  detail: string,
  retryAfterMs?: number,
): ConnectorResult<never> {
  return { ok: false, failure: { code, detail, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } };
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ').trim();
}
