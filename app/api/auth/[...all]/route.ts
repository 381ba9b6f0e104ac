import { getAuth } from '@/lib/access/server/auth';
import { client_address_header, clientAddress } from '@/lib/access/server/client-address';

/** What the screens need. Everything else better-auth could answer stays shut. */
const open = new Set([
  'GET /api/auth/get-session',
  'POST /api/auth/sign-in/email',
  'POST /api/auth/sign-out',
]);

async function handle(request: Request): Promise<Response> {
  if (!open.has(`${request.method} ${new URL(request.url).pathname}`))
    return new Response(null, { status: 404 });
  const marked = new Request(request);
  marked.headers.set(client_address_header, clientAddress(request.headers));
  return getAuth().handler(marked);
}

export { handle as GET, handle as POST };
