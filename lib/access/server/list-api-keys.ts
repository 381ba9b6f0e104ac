import type { Pool } from 'pg';
import type { ApiKey } from '../api-key';

export const api_keys_listed_max = 1000;

/** All keys, living ones first, newest first; never a secret. */
export async function listApiKeys(pool: Pool): Promise<ApiKey[]> {
  const { rows } = await pool.query<ApiKey>(
    `SELECT id, name, prefix, role, sources, channels, nodes, created_at AS "createdAt",
            created_by AS "createdBy", last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"
     FROM api_key ORDER BY revoked_at IS NOT NULL, created_at DESC, id LIMIT $1`,
    [api_keys_listed_max],
  );
  return rows;
}
