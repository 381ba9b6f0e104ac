import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { path_header } from '../page-headers';
import type { Principal } from '../principal';
import { readSession } from './session';

/** For pages and actions: the signed-in person, else off to the sign-in page and back here afterwards. */
export async function requireUser(): Promise<Principal> {
  const requestHeaders = await headers();
  const principal = await readSession(requestHeaders);
  if (principal !== null) return principal;
  const path = requestHeaders.get(path_header);
  redirect(path === null || path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`);
}
