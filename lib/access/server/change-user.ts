import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import type { UserRights } from '../entry-link';
import type { AccessChange } from '../user';
import { writeAudit } from './write-audit';

/** Changes what a person may do and where; their open pages follow at their next request. */
export function changeUserRights(
  pool: Pool,
  id: string,
  { role, nodes }: UserRights,
  actor: string,
): Promise<AccessChange> {
  return withTransaction(pool, async (client) => {
    const before = await lockUser(client, id);
    if (before === null) return unknown;
    if (before.role === 'admin' && role !== 'admin' && (await isLastAdmin(client, id))) return lastAdmin;
    await client.query('UPDATE "user" SET role = $2, nodes = $3, updated_at = now() WHERE id = $1', [
      id,
      role,
      nodes,
    ]);
    await writeAudit(client, {
      actor,
      action: 'user.rights_changed',
      subject: id,
      details: {
        name: before.name,
        before: { role: before.role, nodes: before.nodes },
        after: { role, nodes },
      },
    });
    return { ok: true };
  });
}

/** Shuts a person out at once: all their sessions end, and they cannot sign in. What they did stays theirs. */
export function deactivateUser(pool: Pool, id: string, actor: string): Promise<AccessChange> {
  return withTransaction(pool, async (client) => {
    const before = await lockUser(client, id);
    if (before === null) return unknown;
    if (before.role === 'admin' && (await isLastAdmin(client, id))) return lastAdmin;
    await client.query('UPDATE "user" SET banned = TRUE, updated_at = now() WHERE id = $1', [id]);
    await client.query('DELETE FROM session WHERE user_id = $1', [id]);
    await writeAudit(client, {
      actor,
      action: 'user.deactivated',
      subject: id,
      details: { name: before.name },
    });
    return { ok: true };
  });
}

export function reactivateUser(pool: Pool, id: string, actor: string): Promise<AccessChange> {
  return withTransaction(pool, async (client) => {
    const before = await lockUser(client, id);
    if (before === null) return unknown;
    await client.query('UPDATE "user" SET banned = FALSE, updated_at = now() WHERE id = $1', [id]);
    await writeAudit(client, {
      actor,
      action: 'user.reactivated',
      subject: id,
      details: { name: before.name },
    });
    return { ok: true };
  });
}

/** Ends one session; whoever uses it has to sign in again. */
export function endSession(pool: Pool, id: string, actor: string): Promise<AccessChange> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ user_id: string }>(
      'DELETE FROM session WHERE id = $1 RETURNING user_id',
      [id],
    );
    const [ended] = rows;
    if (ended === undefined) return { ok: false, code: 'unknown', detail: 'That session has ended already.' };
    await writeAudit(client, { actor, action: 'session.ended', subject: ended.user_id });
    return { ok: true };
  });
}

/** Takes an invitation back: its link lets nobody in any more. */
export function withdrawInvite(pool: Pool, id: string, actor: string): Promise<AccessChange> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ email: string }>(
      `DELETE FROM entry_link WHERE kind = 'invite' AND used_at IS NULL AND encode(sha256(token_hash), 'hex') = $1
       RETURNING email`,
      [id],
    );
    const [withdrawn] = rows;
    if (withdrawn === undefined)
      return { ok: false, code: 'unknown', detail: 'That invitation was used or has expired.' };
    await writeAudit(client, { actor, action: 'invite.withdrawn', subject: withdrawn.email });
    return { ok: true };
  });
}

const unknown: AccessChange = { ok: false, code: 'unknown', detail: 'There is no such person.' };
const lastAdmin: AccessChange = {
  ok: false,
  code: 'last_admin',
  detail: 'This is the last active admin: make somebody else admin first.',
};

/** All admins are locked in the order of their ids, so that two who demote each other cannot both succeed. */
async function lockUser(client: PoolClient, id: string) {
  const { rows } = await client.query<{ id: string; name: string; role: string; nodes: string[] }>(
    `SELECT id, name, role, nodes FROM "user" WHERE id = $1 OR (role = 'admin' AND NOT banned) ORDER BY id FOR UPDATE`,
    [id],
  );
  return rows.find((row) => row.id === id) ?? null;
}

async function isLastAdmin(client: PoolClient, id: string): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT 1 FROM "user" WHERE role = 'admin' AND NOT banned AND id <> $1 LIMIT 1`,
    [id],
  );
  return rows.length === 0;
}
