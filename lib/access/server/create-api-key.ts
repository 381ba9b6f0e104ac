import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import type { NewApiKey } from '../api-key';
import { writeAudit } from './write-audit';

const secret_bytes = 32;
const prefix_bytes = 6;

export interface CreatedApiKey {
  id: string;
  name: string;
  key: string;
}

/**
 * Makes an API key. The key is in the answer and nowhere else: only its SHA-256 is kept, which is enough for 256
 * random bits (a slow hash guards what people choose, not this).
 */
export async function createApiKey(pool: Pool, input: NewApiKey, actor: string): Promise<CreatedApiKey> {
  const id = randomUUID();
  const prefix = `tc_${randomBytes(prefix_bytes).toString('hex')}`;
  const key = `${prefix}_${randomBytes(secret_bytes).toString('base64url')}`;
  await withTransaction(pool, async (client) => {
    await client.query(
      `INSERT INTO api_key (id, name, prefix, hash, role, sources, channels, nodes, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        input.name,
        prefix,
        hashOfKey(key),
        input.role,
        input.sources ?? null,
        input.channels ?? null,
        input.nodes ?? null,
        actor,
      ],
    );
    const { name, role, sources, channels, nodes } = input;
    await writeAudit(client, {
      actor,
      action: 'api_key.created',
      subject: id,
      details: { name, role, sources, channels, nodes },
    });
  });
  return { id, name: input.name, key };
}

export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
