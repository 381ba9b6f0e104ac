import type { Pool, PoolClient } from 'pg';

/** One line of the trail. `details` holds facts without secrets. */
export interface AuditEntry {
  /** `user:<id>`, `key:<id>`, or the command that did it. */
  actor: string;
  /** What was done: `api_key.created`, `channel.configured`, … */
  action: string;
  /** To what: the id or code. */
  subject: string;
  details?: Record<string, unknown>;
}

/** Appends to the trail; within a transaction give its client, so that the change and its trace stand or fall together. */
export async function writeAudit(client: Pool | PoolClient, entry: AuditEntry): Promise<void> {
  await client.query('INSERT INTO audit_log (actor, action, subject, details) VALUES ($1, $2, $3, $4)', [
    entry.actor,
    entry.action,
    entry.subject,
    JSON.stringify(entry.details ?? {}),
  ]);
}
