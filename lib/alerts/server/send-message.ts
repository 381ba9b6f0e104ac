import http from 'node:http';
import https from 'node:https';
import { createTransport } from 'nodemailer';
import { Webhook } from 'standardwebhooks';
import { lookupPublic, refusedUrl } from '@/lib/channels/open/signed-request';
import {
  cloudEventOf,
  type DestinationItem,
  type DestinationKind,
  type Message,
  slackBodyOf,
  subjectOf,
  textOf,
} from '../delivery';

const timeout_ms_default = 10_000;
const answer_bytes_max = 64 * 1024;
const detail_chars_max = 200;

export interface SendTo {
  kind: DestinationKind;
  config: DestinationItem['config'];
  /** Of a webhook its signing secret, of the others the address that is one. */
  secret: string;
}

export interface SendOptions {
  /** Plain http, and addresses of this machine and of private networks. */
  allowInside: boolean;
  timeout_ms?: number;
}

/** Sends one message and gives null, or why it did not get there; then it may be sent again under the same id. */
export async function sendMessage(
  to: SendTo,
  message: Message,
  options: SendOptions,
): Promise<string | null> {
  if (to.kind === 'email') return sendMail(to, message, options);
  const now = new Date();
  const webhook = to.kind === 'webhook';
  const body = JSON.stringify(webhook ? cloudEventOf(message, now.toISOString()) : slackBodyOf(message));
  const headers: Record<string, string> = webhook
    ? {
        'content-type': 'application/cloudevents+json',
        'webhook-id': message.id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(to.secret).sign(message.id, now, body),
      }
    : { 'content-type': 'application/json' };
  return post(new URL(webhook ? (to.config.url ?? '') : to.secret), headers, body, options);
}

function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  { allowInside, timeout_ms = timeout_ms_default }: SendOptions,
): Promise<string | null> {
  const refused = refusedUrl({ url, allowInside });
  if (refused !== undefined) return Promise.resolve(refused);
  return new Promise((resolve) => {
    const transport = url.protocol === 'https:' ? https : http;
    const deadline = AbortSignal.timeout(timeout_ms);
    const call = transport.request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'user-agent': 'Truecount', 'content-length': String(Buffer.byteLength(body)) },
        signal: deadline,
        ...(allowInside ? {} : { lookup: lookupPublic }),
      },
      (response) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > answer_bytes_max) call.destroy();
        });
        response.on('error', () => undefined);
        const status = response.statusCode ?? 0;
        resolve(status >= 200 && status < 300 ? null : `It answered ${status}.`);
      },
    );
    call.on('error', (error) =>
      resolve(deadline.aborted ? 'It did not answer in time.' : `It cannot be reached (${codeOf(error)}).`),
    );
    call.end(body);
  });
}

async function sendMail(
  { config, secret }: SendTo,
  message: Message,
  { allowInside, timeout_ms = timeout_ms_default }: SendOptions,
): Promise<string | null> {
  const url = new URL(secret);
  const secure = url.protocol === 'smtps:';
  const transport = createTransport({
    host: url.hostname,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    // A password never goes over the open network in the clear.
    requireTLS: !secure && !allowInside,
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    connectionTimeout: timeout_ms,
    greetingTimeout: timeout_ms,
    socketTimeout: timeout_ms,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: config.from ?? '',
      to: config.to ?? [],
      subject: subjectOf(message),
      text: textOf(message),
      messageId: `<${message.id}@truecount>`,
    });
    return null;
  } catch (error) {
    return `The mail server did not take it (${codeOf(error)}).`;
  } finally {
    transport.close();
  }
}

/** Never the message of an error: it may hold an address that is a secret. */
function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'error';
  return code.slice(0, detail_chars_max);
}
