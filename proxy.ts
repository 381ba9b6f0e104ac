import { type NextRequest, NextResponse } from 'next/server';
import { nonce_header, path_header } from '@/lib/access/page-headers';
import { contentSecurityPolicy } from '@/lib/access/security-headers';

const open = new Set(['/sign-in', '/enter']);
const nonce_bytes = 16;

/**
 * Two cheap things before a page: who has no session cookie at all goes to sign in without waking the database, and
 * every page gets its security policy. Whether a session is good, and what it may do, pages and actions decide.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const hasCookie = request.cookies.getAll().some(({ name }) => name.endsWith('truecount.session_token'));
  if (!hasCookie && !open.has(pathname)) {
    const wanted = `${pathname}${search}`;
    const target = wanted === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`;
    return NextResponse.redirect(new URL(target, request.url));
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(nonce_bytes))).toString('base64');
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set(nonce_header, nonce);
  headers.set('content-security-policy', policy);
  headers.set(path_header, `${pathname}${search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = {
  matcher: ['/((?!api/|_next/|healthz|readyz|metrics|favicon.ico|icon.svg|robots.txt).*)'],
};
