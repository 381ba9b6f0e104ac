import type { Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import type { AuditItem } from '../user';

export interface AuditQuery {
  /** The beginning of an action: `user`, `api_key`, `channel.paused`. */
  action?: string | undefined;
  /** Part of a subject or of the name of whoever did it. */
  search?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** The trail of what was changed outside the ledger, newest first. Throws `invalid_cursor`. */
export async function listAudit(pool: Pool, query: AuditQuery): Promise<Page<AuditItem>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['TRUE'];
  if (query.action !== undefined && query.action !== '')
    conditions.push(`starts_with(a.action, ${bind(query.action)})`);
  if (query.search !== undefined && query.search !== '') {
    const wanted = bind(query.search.toLowerCase());
    conditions.push(
      `(strpos(lower(a.subject), ${wanted}) > 0 OR strpos(lower(coalesce(u.name, k.name, a.actor)), ${wanted}) > 0)`,
    );
  }
  if (query.cursor !== undefined)
    conditions.push(`a.entry < ${bind(decodeCursor(query.cursor, ['number'])[0])}`);
  const { rows } = await pool.query<{
    entry: string;
    at: Date;
    actor: string;
    by: string;
    action: string;
    subject: string;
    details: Record<string, unknown>;
  }>(
    `SELECT a.entry, a.at, a.actor, coalesce(u.name, k.name, a.actor) AS by, a.action, a.subject, a.details
     FROM audit_log a
     LEFT JOIN "user" u ON a.actor = 'user:' || u.id
     LEFT JOIN api_key k ON a.actor = 'key:' || k.id
     WHERE ${conditions.join(' AND ')} ORDER BY a.entry DESC LIMIT ${bind(limit + 1)}`,
    values,
  );
  return pageOf(
    rows,
    limit,
    (row) => ({ ...row, entry: Number(row.entry), at: row.at.toISOString() }),
    (row) => [Number(row.entry)],
  );
}
