/**
 * Problems as RFC 9457 has them. `code` is what programs go by; `type` is the same as a URI; `detail` is for the
 * person who reads the log: what is wrong and what to do.
 */
export interface ProblemError {
  /** JSON pointer (RFC 6901) into the body, or the name of a query parameter, header or path part. */
  pointer: string;
  detail: string;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: ProblemError[];
  [fact: string]: unknown;
}

/** What a use case answers at the edge; a body of undefined is an empty one. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

const problems = {
  malformed_json: [400, 'The body is not JSON'],
  invalid_request: [400, 'The request is not valid'],
  invalid_cursor: [400, 'The cursor is not one of ours'],
  idempotency_key_required: [400, 'An Idempotency-Key is required'],
  unauthenticated: [401, 'No valid credentials'],
  forbidden: [403, 'Not allowed'],
  reserved_source: [403, 'The source is reserved'],
  internal_type: [403, 'The event type is internal'],
  outside_limits: [403, 'Outside the limits of the key'],
  cross_site: [403, 'Sent from another site'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'Method not allowed'],
  idempotency_in_flight: [409, 'The same request is under way'],
  insufficient_stock: [409, 'Not enough stock'],
  reservation_committed: [409, 'The reservation was committed'],
  reservation_released: [409, 'The reservation was released'],
  conflict: [409, 'In conflict with what is there'],
  reservation_expired: [410, 'The reservation has expired'],
  body_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'The body is not sent as JSON'],
  unprocessable: [422, 'The request cannot be carried out'],
  idempotency_mismatch: [422, 'The Idempotency-Key was used for another request'],
  mode_conflict: [422, 'Listings of one pool are in conflict'],
  too_many: [429, 'Too many at once'],
  internal_error: [500, 'Something went wrong on our side'],
  unavailable: [503, 'Not available just now'],
} as const;

export type ProblemCode = keyof typeof problems;

export interface ProblemOptions {
  errors?: readonly ProblemError[];
  headers?: Record<string, string>;
  /** Further members of the problem: the facts of a refusal. */
  facts?: Record<string, unknown>;
  /** A narrower code than the one that decides status and title, such as `unknown_sku` for unprocessable. */
  code?: string;
}

export const errors_shown_max = 100;
export const problem_content_type = 'application/problem+json';

export function problem(kind: ProblemCode, detail: string, options: ProblemOptions = {}): Answer {
  const [status, title] = problems[kind];
  const code = options.code ?? kind;
  const body: Problem = {
    type: `urn:truecount:problem:${code}`,
    title,
    status,
    detail,
    code,
    ...options.facts,
  };
  if (options.errors !== undefined && options.errors.length > 0)
    body.errors = options.errors.slice(0, errors_shown_max);
  return { status, body, ...(options.headers === undefined ? {} : { headers: options.headers }) };
}

export const problemCodes = Object.keys(problems) as ProblemCode[];
