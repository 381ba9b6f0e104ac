import { checkReadiness } from '@/lib/db/readiness';

export const dynamic = 'force-dynamic';

/** 200 once the database is reachable and has every migration of this build; 503 with the reason until then. */
export async function GET(): Promise<Response> {
  const readiness = await checkReadiness();
  const headers = { 'cache-control': 'no-store' };
  if (readiness.ready) return Response.json({ status: 'ready' }, { headers });
  return Response.json(
    {
      type: 'about:blank',
      title: 'Service Unavailable',
      status: 503,
      code: 'not_ready',
      detail: readiness.detail,
    },
    { status: 503, headers: { ...headers, 'content-type': 'application/problem+json', 'retry-after': '5' } },
  );
}
