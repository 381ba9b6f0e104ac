import { randomUUID } from 'node:crypto';
import type { ClientBase, Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import type { SilenceInput, SilenceItem } from '../silence';

const listed_max = 500;

interface SilenceRow {
  silence: string;
  rule: SilenceItem['rule'];
  sku: string;
  node: string;
  channel: string;
  reason: string;
  until: Date;
  created_at: Date;
  created_by: string;
  suppresses: string;
}

const selection = `SELECT s.*, coalesce(u.name, k.name, s.created_by) AS created_by,
    (SELECT count(*) FROM alert a WHERE a.suppressed ->> 'silence' = s.silence AND a.state <> 'resolved') AS suppresses
  FROM alert_silence s LEFT JOIN "user" u ON s.created_by = 'user:' || u.id
  LEFT JOIN api_key k ON s.created_by = 'key:' || k.id::text`;

/** The silences in force, the one that ends first first. */
export async function listSilences(db: Pool | ClientBase): Promise<SilenceItem[]> {
  const { rows } = await db.query<SilenceRow>(
    `${selection} WHERE s.until > clock_timestamp() ORDER BY s.until, s.silence LIMIT ${listed_max}`,
  );
  return rows.map(itemOf);
}

/** Keeps quiet from now on what matches. Alerts still open and are logged; nobody is told of them. */
export async function addSilence(
  pool: Pool,
  input: SilenceInput,
  actor: string,
  record: (client: PoolClient, silence: string) => Promise<void>,
): Promise<SilenceItem> {
  return withTransaction(pool, async (client) => {
    const id = randomUUID();
    const { rule, sku, node, channel, reason, until } = input;
    await client.query(
      `INSERT INTO alert_silence (silence, rule, sku, node, channel, reason, until, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, rule, sku, node, channel, reason, until, actor],
    );
    await markMatching(client, input);
    await record(client, id);
    const { rows } = await client.query<SilenceRow>(`${selection} WHERE s.silence = $1`, [id]);
    const [row] = rows;
    if (row === undefined) throw new Error('an insert gave no row');
    return itemOf(row);
  });
}

/** Ends a silence now; null where there is none. Ending it again succeeds and changes nothing. */
export async function endSilence(
  pool: Pool,
  id: string,
  record: (client: PoolClient) => Promise<void>,
): Promise<SilenceItem | null> {
  return withTransaction(pool, async (client) => {
    const ended = await client.query<SilenceRow>(
      'UPDATE alert_silence SET until = clock_timestamp() WHERE silence = $1 AND until > clock_timestamp() RETURNING *',
      [id],
    );
    const [before] = ended.rows;
    if (before !== undefined) {
      await markMatching(client, before);
      await record(client);
    }
    const { rows } = await client.query<SilenceRow>(`${selection} WHERE s.silence = $1`, [id]);
    return rows[0] === undefined ? null : itemOf(rows[0]);
  });
}

/** Alerts that a silence kept quiet which has run out: their SKUs are looked at again. The sweep looks at all channels. */
export async function markUnsilenced(client: ClientBase): Promise<void> {
  await client.query(
    `INSERT INTO alert_mark (sku) SELECT DISTINCT a.sku FROM alert a
     WHERE a.state <> 'resolved' AND a.sku <> '' AND a.suppressed ->> 'by' = 'silence'
       AND NOT EXISTS (SELECT FROM alert_silence s
         WHERE s.silence = a.suppressed ->> 'silence' AND s.until > clock_timestamp())`,
  );
}

async function markMatching(
  client: ClientBase,
  { rule, sku, node, channel }: Pick<SilenceInput, 'rule' | 'sku' | 'node' | 'channel'>,
): Promise<void> {
  await client.query(
    `INSERT INTO alert_mark (sku) SELECT DISTINCT sku FROM alert
     WHERE state <> 'resolved' AND sku <> '' AND $1 IN ('', rule) AND $2 IN ('', sku) AND $3 IN ('', node)
       AND $4 IN ('', channel)`,
    [rule, sku, node, channel],
  );
}

function itemOf(row: SilenceRow): SilenceItem {
  const { silence, rule, sku, node, channel, reason } = row;
  return {
    id: silence,
    rule,
    sku,
    node,
    channel,
    reason,
    until: row.until.toISOString(),
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    suppresses: Number(row.suppresses),
  };
}
