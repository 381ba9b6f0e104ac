import { STATUS_CODES } from 'node:http';

/** RFC 9457, for answers given before a request reaches the application. */
export const problem_content_type = 'application/problem+json';

export function problemBody(status: number, detail: string, code = 'stopping'): string {
  return JSON.stringify({
    type: `urn:truecount:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
  });
}
