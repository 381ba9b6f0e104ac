import pino, { type Logger } from 'pino';

const key = Symbol.for('truecount.log');

/** Paths whose values never reach a log line, wherever they stand one or two levels deep. */
const secrets = [
  'authorization',
  'cookie',
  'secret',
  'password',
  'token',
  'key',
  'apiKey',
  'accessToken',
  'config',
];

/**
 * The process's log: JSON lines on standard output, at the level of TRUECOUNT_LOG_LEVEL (default `info`), with
 * secrets cut out.
 */
export function getLog(): Logger {
  const global = globalThis as { [key]?: Logger };
  global[key] ??= pino({
    level: process.env.TRUECOUNT_LOG_LEVEL ?? 'info',
    base: { pid: process.pid },
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
  });
  return global[key];
}
