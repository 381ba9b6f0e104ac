import type { Pool } from 'pg';
import type { z } from 'zod';
import type { Principal } from '@/lib/access/principal';
import { can, type Permission } from '@/lib/access/roles';
import { authenticate } from '@/lib/access/server/authenticate';
import { parseQuery } from '@/lib/api/list-query';
import { getPool } from '@/lib/db/client';
import { databaseErrorKind } from '@/lib/db/errors';
import { getLog } from '@/lib/shared/server/log';

/**
 * A read for the screens, beside the public API: authenticate, authorise, parse, use case, answer. Null becomes 404,
 * a Response is handed on.
 * Its shapes belong to the screens and may change with them.
 */
export function screenRead<Query>(
  permission: Permission,
  schema: z.ZodType<Query>,
  read: (pool: Pool, query: Query, principal: Principal) => Promise<unknown>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      const pool = getPool();
      const principal = await authenticate(pool, request.headers);
      if (principal === null) return answer(401);
      if (!can(principal.role, permission)) return answer(403);
      const query = parseQuery(new URL(request.url).searchParams, schema);
      if (!query.ok) return answer(400);
      const found = await read(pool, query.value, principal);
      if (found instanceof Response) return found;
      return found === null ? answer(404) : answer(200, found);
    } catch (error) {
      if (isInvalidCursor(error)) return answer(400);
      const unavailable = ['unavailable', 'timeout'].includes(databaseErrorKind(error));
      getLog().error({ err: error, path: new URL(request.url).pathname }, 'screen read failed');
      return answer(unavailable ? 503 : 500);
    }
  };
}

function answer(status: number, body?: unknown): Response {
  return Response.json(body ?? null, { status, headers: { 'cache-control': 'no-store' } });
}

function isInvalidCursor(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'invalid_cursor';
}
