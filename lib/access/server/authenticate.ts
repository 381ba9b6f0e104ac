import type { Pool } from 'pg';
import type { Principal } from '../principal';
import { authenticateKey } from './authenticate-key';
import { readSession } from './session';

const bearer = /^Bearer +([^\s]+) *$/i;

/**
 * Whoever sent these headers: by the API key (`Authorization: Bearer …`) where there is one, else by the session
 * cookie; null where neither is valid. A bad key does not fall back to the cookie.
 */
export async function authenticate(pool: Pool, headers: Headers): Promise<Principal | null> {
  const authorization = headers.get('authorization');
  if (authorization === null) return headers.has('cookie') ? readSession(headers) : null;
  const key = bearer.exec(authorization)?.[1];
  return key === undefined ? null : authenticateKey(pool, key);
}
