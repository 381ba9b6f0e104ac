/** RFC 9457, for answers given before a request reaches the application. */
export const problem_content_type = 'application/problem+json';

const titles: Readonly<Record<number, string>> = { 400: 'Bad Request', 503: 'Service Unavailable' };

export function problemBody(status: number, detail: string, code = 'stopping'): string {
  return JSON.stringify({
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    code,
    detail,
  });
}
