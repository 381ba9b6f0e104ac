import { getAuth } from '@/lib/access/server/auth';

/** What the screens need. Everything else better-auth could answer stays shut. */
const open = new Set([
  'GET /api/auth/get-session',
  'POST /api/auth/sign-in/email',
  'POST /api/auth/sign-out',
]);

async function handle(request: Request): Promise<Response> {
  if (!open.has(`${request.method} ${new URL(request.url).pathname}`))
    return new Response(null, { status: 404 });
  return getAuth().handler(request);
}

export { handle as GET, handle as POST };
