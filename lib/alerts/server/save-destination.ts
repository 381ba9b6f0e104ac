import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { sealSecrets } from '@/lib/channels/server/channel-secrets';
import { withTransaction } from '@/lib/db/transaction';
import type { DestinationInput, DestinationItem } from '../delivery';
import { severities, severityAt } from '../rules';
import { sealName } from './deliver';

export type SaveDestination =
  | { ok: true; destination: string }
  | { ok: false; code: 'secret_required' | 'conflict'; detail: string; field?: string };

/** Writes a destination (`seen` null: a new one, else the one and the version that was seen). Its secret is sealed. */
export async function saveDestination(
  pool: Pool,
  input: DestinationInput,
  seen: { destination: string; version: number } | null,
  actor: string,
  secretKey: string,
  record: (client: PoolClient, destination: string) => Promise<void>,
): Promise<SaveDestination> {
  const id = seen?.destination ?? randomUUID();
  if (seen === null && input.secret === undefined)
    return { ok: false, code: 'secret_required', detail: 'must be given', field: 'secret' };
  const { sealed } = sealSecrets(
    sealName(id),
    input.secret === undefined ? {} : { secret: input.secret },
    secretKey,
  );
  const config =
    input.kind === 'webhook'
      ? { url: input.url }
      : input.kind === 'email'
        ? { from: input.from, to: input.to }
        : {};
  const { name, kind, rule, node, channel, enabled } = input;
  const severity = severities.indexOf(input.severity);
  const hours = input.hours === null ? null : JSON.stringify(input.hours);
  return withTransaction(pool, async (client) => {
    const { rowCount } =
      seen === null
        ? await client.query(
            `INSERT INTO alert_destination
               (destination, name, kind, config, secrets_sealed, severity, rule, node, channel, enabled, hours, created_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
            [id, name, kind, config, sealed, severity, rule, node, channel, enabled, hours, actor],
          )
        : await client.query(
            `UPDATE alert_destination SET name = $3, config = $5, secrets_sealed = coalesce($6, secrets_sealed),
               severity = $7, rule = $8, node = $9, channel = $10, enabled = $11, hours = $12, version = version + 1
             WHERE destination = $1 AND version = $2 AND kind = $4`,
            [id, seen.version, name, kind, config, sealed, severity, rule, node, channel, enabled, hours],
          );
    if (rowCount === 0)
      return {
        ok: false,
        code: 'conflict',
        detail: 'Somebody has changed this destination meanwhile. Nothing was changed.',
      };
    await record(client, id);
    return { ok: true, destination: id };
  });
}

/** Every destination with how telling it goes; never its secret. */
export async function listDestinations(pool: Pool): Promise<DestinationItem[]> {
  const { rows } = await pool.query<
    Omit<DestinationItem, 'severity' | 'waiting' | 'deliveredAt' | 'lastError'> & {
      severity: number;
      waiting: string;
      delivered_at: Date | null;
      last_error: string | null;
    }
  >(
    `SELECT t.destination, t.name, t.kind, t.config, t.severity, t.rule, t.node, t.channel, t.enabled, t.hours, t.version,
       d.waiting, d.delivered_at, d.last_error
     FROM alert_destination t
     CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE due_at IS NOT NULL) AS waiting, max(delivered_at) AS delivered_at,
         (array_agg(last_error ORDER BY created_at DESC))[1] AS last_error
       FROM (SELECT * FROM alert_delivery a WHERE a.destination = t.destination ORDER BY created_at DESC LIMIT 500) AS latest
     ) AS d
     ORDER BY lower(t.name), t.destination`,
  );
  return rows.map(({ delivered_at, last_error, ...row }) => ({
    ...row,
    severity: severityAt(row.severity),
    waiting: Number(row.waiting),
    deliveredAt: delivered_at?.toISOString() ?? null,
    lastError: last_error,
  }));
}
