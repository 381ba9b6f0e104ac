/**
 * Postgres says what went wrong by SQLSTATE, the socket by errno, Prisma by a code of its own. Here they become
 * one small set of kinds, told apart by code and never by instanceof, since the bundler copies classes.
 */
export type DatabaseErrorKind =
  | 'conflict' // another transaction got in between: run the whole transaction again
  | 'unique'
  | 'foreign_key'
  | 'not_null'
  | 'check'
  | 'append_only' // a trigger refused to change what is only ever added to
  | 'invalid' // the value does not fit the column
  | 'timeout'
  | 'unavailable' // the database is not there, starting or stopping
  | 'unknown';

export interface DatabaseFailure {
  kind: DatabaseErrorKind;
  /** SQLSTATE, errno or Prisma code; undefined where the driver gives a message only. */
  code: string | undefined;
  constraint: string | undefined;
  table: string | undefined;
  message: string;
}

/** What our own triggers raise when they refuse UPDATE or DELETE (user-defined SQLSTATE class TC). */
export const append_only_sqlstate = 'TC001';
/** What the ledger raises where a batch was decided on a state that somebody else has changed meanwhile. */
const stale_batch_sqlstate = 'TC002';

const cause_depth_max = 5;

const kindByCode: Readonly<Record<string, DatabaseErrorKind>> = {
  '40001': 'conflict', // serialization_failure
  '40P01': 'conflict', // deadlock_detected
  [stale_batch_sqlstate]: 'conflict',
  '23505': 'unique',
  '23503': 'foreign_key',
  '23502': 'not_null',
  '23514': 'check',
  '23P01': 'unique', // exclusion_violation
  [append_only_sqlstate]: 'append_only',
  '57014': 'timeout', // query_canceled, by statement_timeout
  '55P03': 'timeout', // lock_not_available, by lock_timeout
  '25P03': 'timeout', // idle_in_transaction_session_timeout
  '25P04': 'timeout', // transaction_timeout
  '57P01': 'unavailable', // admin_shutdown
  '57P02': 'unavailable', // crash_shutdown
  '57P03': 'unavailable', // cannot_connect_now
  '53300': 'unavailable', // too_many_connections
  ECONNREFUSED: 'unavailable',
  ECONNRESET: 'unavailable',
  EPIPE: 'unavailable',
  ENOENT: 'unavailable', // the unix socket is gone
  ETIMEDOUT: 'unavailable',
  ENOTFOUND: 'unavailable',
  EAI_AGAIN: 'unavailable',
  P1001: 'unavailable',
  P1002: 'unavailable',
  P1008: 'timeout',
  P1017: 'unavailable',
  P2002: 'unique',
  P2003: 'foreign_key',
  P2011: 'not_null',
  P2024: 'timeout',
  P2028: 'timeout',
  P2034: 'conflict',
};

const kindByClass: Readonly<Record<string, DatabaseErrorKind>> = { '08': 'unavailable', '22': 'invalid' };

/** node-postgres gives these without any code. Matching text is the only way, so it is done in this one place. */
const unavailableMessages = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Cannot use a pool after calling end',
];

/** Translates whatever a database call threw. Something that is no database error comes back as `unknown`. */
export function translateDatabaseError(error: unknown): DatabaseFailure {
  let seen: unknown = error;
  for (let depth = 0; depth < cause_depth_max && isRecord(seen); depth += 1) {
    const code = text(seen.originalCode) ?? text(seen.code);
    const message = text(seen.message) ?? '';
    const kind = kindOf(code, message);
    if (kind !== 'unknown') {
      return { kind, code, constraint: text(seen.constraint), table: text(seen.table), message };
    }
    seen = innerCause(seen);
  }
  const outer = isRecord(error) ? error : {};
  return {
    kind: 'unknown',
    code: text(outer.code),
    constraint: undefined,
    table: undefined,
    message: text(outer.message) ?? String(error),
  };
}

export function databaseErrorKind(error: unknown): DatabaseErrorKind {
  return translateDatabaseError(error).kind;
}

function kindOf(code: string | undefined, message: string): DatabaseErrorKind {
  if (code !== undefined) {
    const known = kindByCode[code] ?? (code.length === 5 ? kindByClass[code.slice(0, 2)] : undefined);
    if (known !== undefined) return known;
  }
  return unavailableMessages.some((start) => message.startsWith(start)) ? 'unavailable' : 'unknown';
}

/** Prisma keeps the driver's own error in `meta.driverAdapterError.cause` or `cause`. */
function innerCause(error: Record<string, unknown>): unknown {
  const meta = error.meta;
  if (isRecord(meta) && meta.driverAdapterError !== undefined) return meta.driverAdapterError;
  return error.cause ?? firstOf(error.errors);
}

/** A connect that tried several addresses throws an AggregateError; its first member tells why. */
function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
