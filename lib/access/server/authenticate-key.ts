import { timingSafeEqual } from 'node:crypto';
import type { Pool } from 'pg';
import { prefixOf } from '../api-key';
import type { Principal } from '../principal';
import { isRole } from '../roles';
import { hashOfKey } from './create-api-key';

interface KeyRow {
  id: string;
  name: string;
  hash: Buffer;
  role: string;
  sources: string[] | null;
  channels: string[] | null;
  nodes: string[] | null;
  stale: boolean;
}

const last_used_written_every_ms = 60_000;

/**
 * Who the key belongs to, or null: unknown, revoked and malformed keys are told apart by nobody. One indexed
 * look-up per request and nothing cached, so that a revoked key is refused at once, in every process.
 */
export async function authenticateKey(pool: Pool, key: string): Promise<Principal | null> {
  const prefix = prefixOf(key);
  if (prefix === null) return null;
  const { rows } = await pool.query<KeyRow>({
    name: 'authenticate-key',
    text: `SELECT id, name, hash, role, sources, channels, nodes,
                  coalesce(last_used_at < now() - make_interval(secs => $2), TRUE) AS stale
           FROM api_key WHERE prefix = $1 AND revoked_at IS NULL`,
    values: [prefix, last_used_written_every_ms / 1000],
  });
  const row = rows[0];
  if (row === undefined || !timingSafeEqual(row.hash, hashOfKey(key)) || !isRole(row.role)) return null;
  if (row.stale) await noteUse(pool, row.id);
  return {
    kind: 'key',
    id: row.id,
    name: row.name,
    role: row.role,
    ...(row.sources === null ? {} : { sources: row.sources }),
    ...(row.channels === null ? {} : { channels: row.channels }),
    ...(row.nodes === null ? {} : { nodes: row.nodes }),
  };
}

/** The condition again, so that of many requests at the same moment one writes; none waits for another. */
async function noteUse(pool: Pool, id: string): Promise<void> {
  await pool.query(
    `UPDATE api_key SET last_used_at = now()
     WHERE id = (SELECT id FROM api_key
                 WHERE id = $1 AND coalesce(last_used_at < now() - make_interval(secs => $2), TRUE)
                 FOR UPDATE SKIP LOCKED)`,
    [id, last_used_written_every_ms / 1000],
  );
}
