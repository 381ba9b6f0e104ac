import type { Pool } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { writeAudit } from './write-audit';

/**
 * Revokes the living keys of this id or name, at once: every request looks its key up. Answers what was revoked,
 * nothing where there is no such key (or it was revoked before).
 */
export async function revokeApiKey(
  pool: Pool,
  which: { id: string } | { name: string },
  actor: string,
): Promise<{ id: string; name: string }[]> {
  const [column, value] = 'id' in which ? ['id', which.id] : ['name', which.name];
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string; name: string }>(
      `UPDATE api_key SET revoked_at = now() WHERE ${column} = $1 AND revoked_at IS NULL RETURNING id, name`,
      [value],
    );
    for (const { id, name } of rows)
      await writeAudit(client, { actor, action: 'api_key.revoked', subject: id, details: { name } });
    return rows;
  });
}
