import type { Pool } from 'pg';
import type { UserRole } from '../roles';
import type { OpenInvite, User, UserSession } from '../user';
import { owner_email_placeholder } from './consume-entry-link';

export const users_listed_max = 2000;
export const sessions_listed_max = 2000;

/** Everybody who was let in, by name. */
export async function listUsers(pool: Pool): Promise<User[]> {
  const { rows } = await pool.query<
    Omit<User, 'createdAt' | 'seenAt'> & { createdAt: Date; seenAt: Date | null }
  >(
    `SELECT u.id, u.name, CASE WHEN u.email = $2 THEN '' ELSE u.email END AS email, u.role, u.nodes, u.owner,
       NOT u.banned AS active, u.created_at AS "createdAt", s.seen_at AS "seenAt", s.sessions
     FROM "user" u
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS sessions, max(updated_at) AS seen_at FROM session
       WHERE user_id = u.id AND expires_at > now()
     ) s
     ORDER BY u.banned, lower(u.name), u.id LIMIT $1`,
    [users_listed_max, owner_email_placeholder],
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    seenAt: row.seenAt === null ? null : row.seenAt.toISOString(),
  }));
}

/** Invitations that still let somebody in, newest first. */
export async function listInvites(pool: Pool): Promise<OpenInvite[]> {
  const { rows } = await pool.query<{
    id: string;
    email: string;
    role: UserRole;
    nodes: string[];
    created_by: string;
    created_at: Date;
    expires_at: Date;
  }>(
    `SELECT encode(sha256(token_hash), 'hex') AS id, l.email, l.role, l.nodes, coalesce(u.name, l.created_by) AS created_by,
       l.created_at, l.expires_at
     FROM entry_link l LEFT JOIN "user" u ON l.created_by = 'user:' || u.id
     WHERE kind = 'invite' AND used_at IS NULL AND expires_at > now()
     ORDER BY l.created_at DESC LIMIT $1`,
    [users_listed_max],
  );
  return rows.map(({ created_by, created_at, expires_at, ...row }) => ({
    ...row,
    createdBy: created_by,
    createdAt: created_at.toISOString(),
    expiresAt: expires_at.toISOString(),
  }));
}

/** Live sessions, those seen last first; of all people or of one. */
export async function listSessions(pool: Pool, ownToken: string | null): Promise<UserSession[]> {
  const { rows } = await pool.query<{
    id: string;
    user_id: string;
    name: string;
    created_at: Date;
    updated_at: Date;
    expires_at: Date;
    ip_address: string | null;
    user_agent: string | null;
    own: boolean;
  }>(
    `SELECT s.id, s.user_id, u.name, s.created_at, s.updated_at, s.expires_at, s.ip_address, s.user_agent,
       s.token = $2 AS own
     FROM session s JOIN "user" u ON u.id = s.user_id
     WHERE s.expires_at > now() ORDER BY s.updated_at DESC, s.id LIMIT $1`,
    [sessions_listed_max, ownToken ?? ''],
  );
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    name: row.name,
    createdAt: row.created_at.toISOString(),
    seenAt: row.updated_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    address: row.ip_address === '' ? null : row.ip_address,
    browser: row.user_agent,
    own: row.own,
  }));
}
