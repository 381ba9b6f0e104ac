import type { Pool } from 'pg';
import type { Principal } from '@/lib/access/principal';
import { authenticate } from '@/lib/access/server/authenticate';
import { isOwnOrigin } from '@/lib/access/server/trusted-origins';
import { getPool } from '@/lib/db/client';
import { readConfig } from '@/lib/db/config';
import { databaseErrorKind } from '@/lib/db/errors';
import { getLog } from '@/lib/shared/server/log';

/** What a write of the screens that is no server action answers: a value, or why not in words. */
export type Written = { ok: true; value: unknown } | { ok: false; status: number; detail: string };

/**
 * For what a server action cannot do: uploads, and work that should not hold up other actions. From our own pages
 * only; the use case authorises.
 */
export function screenWrite(
  write: (pool: Pool, principal: Principal, request: Request) => Promise<Written>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      const pool = getPool();
      const principal = await authenticate(pool, request.headers);
      if (principal === null) return answer(401, { detail: 'You were signed out. Sign in and try again.' });
      if (principal.kind === 'user' && !isOwnOrigin(request.headers, readConfig()))
        return answer(403, { detail: 'This was not sent from a page of this application.' });
      const written = await write(pool, principal, request);
      return written.ok ? answer(200, written.value) : answer(written.status, { detail: written.detail });
    } catch (error) {
      const unavailable = ['unavailable', 'timeout'].includes(databaseErrorKind(error));
      getLog().error({ err: error, path: new URL(request.url).pathname }, 'screen write failed');
      return answer(unavailable ? 503 : 500, {
        detail: 'The server could not finish this. Look again before you repeat it.',
      });
    }
  };
}

function answer(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}
