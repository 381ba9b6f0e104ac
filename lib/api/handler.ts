import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { z } from 'zod';
import { actorOf, type Principal } from '@/lib/access/principal';
import { can, type Permission } from '@/lib/access/roles';
import { authenticate } from '@/lib/access/server/authenticate';
import { isOwnOrigin } from '@/lib/access/server/trusted-origins';
import { getPool } from '@/lib/db/client';
import { readConfig } from '@/lib/db/config';
import { databaseErrorKind } from '@/lib/db/errors';
import { getLog } from '@/lib/shared/server/log';
import { type Contract, matchPath } from './contract';
import { answerOnce, type Repeatable, readIdempotencyKey } from './idempotency';
import { problemErrors } from './issues';
import { parseQuery } from './list-query';
import { getMetrics } from './metrics';
import { type Answer, problem, problem_content_type } from './problem';
import { body_bytes_max_default, readJsonBody } from './read-body';

/** What a use case at the edge is given: everything parsed, authenticated and authorised. */
export interface Asked<Params, Query, Body> {
  principal: Principal;
  /** How the principal is written into ledger and audit. */
  actor: string;
  params: Params;
  query: Query;
  body: Body;
  pool: Pool;
  request: Request;
  requestId: string;
  /** For operations with an Idempotency-Key. */
  repeatable: Repeatable;
}

export type RouteHandler = (request: Request) => Promise<Response>;

const retry_after_seconds = '2';
const noQuery = z.strictObject({});

/**
 * One operation of the API as a route handler, in five steps: authenticate, authorise, parse, use case, answer.
 * The use case answers plain data, or a whole Response where it streams. Errors become problems: 503 with
 * Retry-After where the database or the ledger is out of reach, else 500; nothing of the inside is shown.
 */
export function route<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  contract: Contract<Params, Query, Body>,
  handle: (asked: Asked<z.output<Params>, z.output<Query>, z.output<Body>>) => Promise<Answer | Response>,
): RouteHandler {
  return async (request) => {
    const startedMs = performance.now();
    const requestId = randomUUID();
    let answer: Answer | Response;
    try {
      answer = await answerTo(contract, handle, request, requestId);
    } catch (error) {
      answer = failed(error, contract, requestId);
    }
    const response = answer instanceof Response ? answer : toResponse(answer);
    response.headers.set('x-request-id', requestId);
    const metrics = getMetrics();
    metrics.httpRequests.inc({ method: contract.method, route: contract.path, status: response.status });
    metrics.httpSeconds.observe(
      { method: contract.method, route: contract.path },
      (performance.now() - startedMs) / 1000,
    );
    return response;
  };
}

async function answerTo<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  contract: Contract<Params, Query, Body>,
  handle: (asked: Asked<z.output<Params>, z.output<Query>, z.output<Body>>) => Promise<Answer | Response>,
  request: Request,
  requestId: string,
): Promise<Answer | Response> {
  const pool = getPool();
  const principal = await authenticate(pool, request.headers);
  if (principal === null) return unauthenticated();
  const denied = deniedFor(principal, contract.permission) ?? crossSite(principal, request);
  if (denied !== null) return denied;

  const url = new URL(request.url);
  const query = parseQuery(url.searchParams, contract.query ?? noQuery);
  if (!query.ok) return query.answer;
  const path = matchPath(contract.path, url.pathname);
  const params = path === null ? null : (contract.params?.safeParse(path) ?? { success: true, data: path });
  if (params === null || !params.success) return problem('not_found', `There is nothing at ${url.pathname}.`);
  const key = contract.idempotent === true ? readIdempotencyKey(request.headers) : null;
  if (key !== null && 'answer' in key) return key.answer;
  const body = await parseBody(contract, request);
  if (!body.ok) return body.answer;

  const actor = actorOf(principal);
  const asked = {
    principal,
    actor,
    // Checked above against the schemas whose outputs these are; where there is none, nobody can read them.
    params: params.data as z.output<Params>,
    query: query.value as z.output<Query>,
    body: body.value as z.output<Body>,
    pool,
    request,
    requestId,
  };
  if (key === null) return handle({ ...asked, repeatable: { id: requestId, requestedAt: new Date() } });
  return answerOnce(
    pool,
    { principal: actor, route: `${contract.method} ${url.pathname}`, key: key.key, body: body.value },
    async (repeatable) => {
      const answer = await handle({ ...asked, repeatable });
      if (answer instanceof Response) throw new Error(`${contract.operation} streams, so it cannot be kept`);
      return answer;
    },
  );
}

async function parseBody(
  contract: Pick<Contract, 'body' | 'body_bytes_max'>,
  request: Request,
): Promise<{ ok: true; value: unknown } | { ok: false; answer: Answer }> {
  if (contract.body === undefined) return { ok: true, value: undefined };
  if (isWithoutBody(request) && contract.body.safeParse(undefined).success)
    return { ok: true, value: undefined };
  const body = await readJsonBody(request, contract.body_bytes_max ?? body_bytes_max_default);
  if (!body.ok) return body;
  const parsed = contract.body.safeParse(body.value, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = problemErrors(parsed.error.issues);
  const [first] = errors;
  const where = first?.pointer === '' ? 'The body' : first?.pointer;
  const more = parsed.error.issues.length > 1 ? ` (and ${parsed.error.issues.length - 1} more)` : '';
  return {
    ok: false,
    answer: problem('invalid_request', `${where} ${first?.detail}${more}.`, { errors }),
  };
}

/** Nothing was sent, for an operation that can do without. */
function isWithoutBody({ body, headers }: Request): boolean {
  return body === null || (headers.get('content-length') === '0' && !headers.has('transfer-encoding'));
}

function unauthenticated(): Answer {
  return problem('unauthenticated', 'Send a valid API key: Authorization: Bearer <key>.', {
    headers: { 'www-authenticate': 'Bearer realm="truecount"' },
  });
}

function deniedFor(principal: Principal, wanted: Permission | readonly Permission[]): Answer | null {
  const anyOf = typeof wanted === 'string' ? [wanted] : wanted;
  if (anyOf.some((permission) => can(principal.role, permission))) return null;
  return problem('forbidden', `The role ${principal.role} may not do this.`);
}

/** A session cookie is sent by the browser whoever asks it to: what changes something must come from our own pages. */
function crossSite(principal: Principal, request: Request): Answer | null {
  if (principal.kind === 'key' || request.method === 'GET' || request.method === 'HEAD') return null;
  if (isOwnOrigin(request.headers, readConfig())) return null;
  return problem('cross_site', 'A signed-in person changes things from the pages of this application only.');
}

function failed(error: unknown, contract: Pick<Contract, 'operation'>, requestId: string): Answer {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'invalid_cursor')
    return problem('invalid_cursor', 'Take the cursor from `next` of the page before, unchanged.', {
      errors: [{ pointer: 'cursor', detail: 'is not one that was given out' }],
    });
  const kind = databaseErrorKind(error);
  const outOfReach =
    code === 'ledger_unavailable' || kind === 'unavailable' || kind === 'timeout' || kind === 'conflict';
  const log = getLog();
  const line = { err: error, operation: contract.operation, requestId };
  if (outOfReach) {
    log.warn(line, 'answered 503');
    return problem(
      'unavailable',
      'The database is out of reach or too busy. What became of the request is not known: send it again, unchanged.',
      { headers: { 'retry-after': retry_after_seconds }, facts: { requestId } },
    );
  }
  log.error(line, 'answered 500');
  return problem(
    'internal_error',
    'The request failed. The log of the server tells why, under this requestId.',
    {
      facts: { requestId },
    },
  );
}

/** An answer as it goes over the wire; a status of 400 and above is a problem document. */
export function toResponse(answer: Answer): Response {
  const headers = new Headers({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...answer.headers,
  });
  if (answer.body === undefined) return new Response(null, { status: answer.status, headers });
  headers.set('content-type', answer.status >= 400 ? problem_content_type : 'application/json');
  return new Response(JSON.stringify(answer.body), { status: answer.status, headers });
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * The exports of a route file: what it has, and for every other method a 405 that names what it has.
 * `export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({ GET: route(…) })`
 */
export function methods(
  given: Partial<Record<Method, RouteHandler>>,
): Record<Method | 'OPTIONS', RouteHandler> {
  const names = Object.keys(given);
  const allow = [...names, ...(names.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  const refuse: RouteHandler = async (request) =>
    toResponse(
      problem('method_not_allowed', `${request.method} is not for this address; it takes ${allow}.`, {
        headers: { allow },
      }),
    );
  const options: RouteHandler = async () => new Response(null, { status: 204, headers: { allow } });
  return {
    GET: given.GET ?? refuse,
    POST: given.POST ?? refuse,
    PUT: given.PUT ?? refuse,
    PATCH: given.PATCH ?? refuse,
    DELETE: given.DELETE ?? refuse,
    OPTIONS: options,
  };
}
