import { can } from '@/lib/access/roles';
import { authenticate } from '@/lib/access/server/authenticate';
import { clientAddress } from '@/lib/access/server/client-address';
import { toResponse } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { getPool } from '@/lib/db/client';
import { readMetrics } from '@/lib/runtime/read-metrics';

export const dynamic = 'force-dynamic';

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/** For Prometheus: from this machine as it is, from elsewhere with an API key. */
export async function GET(request: Request): Promise<Response> {
  if (!loopback.test(clientAddress(request.headers))) {
    const principal = await authenticate(getPool(), request.headers);
    if (principal === null)
      return toResponse(
        problem('unauthenticated', 'From another machine, send an API key: Authorization: Bearer <key>.', {
          headers: { 'www-authenticate': 'Bearer realm="truecount"' },
        }),
      );
    if (!can(principal.role, 'read_operations'))
      return toResponse(problem('forbidden', `The role ${principal.role} may not read metrics.`));
  }
  const { text, contentType } = await readMetrics();
  return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
}
