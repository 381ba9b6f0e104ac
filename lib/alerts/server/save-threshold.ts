import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import type { ThresholdInput, ThresholdItem } from '../threshold-input';
import { skuRules } from './evaluate-skus';
import { type ThresholdRow, thresholdOf } from './read-thresholds';

interface DatedRow extends ThresholdRow {
  effective_from: Date;
  created_by: string;
}

export type SaveThreshold =
  | { ok: true; threshold: ThresholdItem | null }
  | { ok: false; code: 'conflict'; detail: string; theirs: ThresholdItem | null }
  | { ok: false; code: 'unknown_scope'; detail: string; field: 'sku' | 'category' | 'node' | 'channel' };

const selection = `SELECT t.*, coalesce(u.name, t.created_by) AS created_by FROM alert_threshold t
  LEFT JOIN "user" u ON t.created_by = 'user:' || u.id`;
const thresholds_listed_max = 2_000;

/** The thresholds in force, by rule and from the general to the special. */
export async function listThresholds(pool: Pool): Promise<ThresholdItem[]> {
  const { rows } = await pool.query<DatedRow>(
    `${selection} WHERE t.effective_to IS NULL ORDER BY t.rule, t.sku, t.category, t.node, t.channel LIMIT $1`,
    [thresholds_listed_max],
  );
  return rows.map(itemOf);
}

/**
 * Puts a threshold in force for its scope from now on, or (`end`) takes it away, if `seen` is still what stands there.
 * What was in force stays on record. The SKUs it is for are looked at again.
 */
export async function saveThreshold(
  pool: Pool,
  input: ThresholdInput,
  end: boolean,
  actor: string,
  record: (client: PoolClient, before: ThresholdItem | null, after: ThresholdItem | null) => Promise<void>,
): Promise<SaveThreshold> {
  return withTransaction(pool, async (client) => {
    const unknown = await unknownScope(client, input);
    if (unknown !== null) return unknown;
    const scope = [input.rule, input.sku, input.category, input.node, input.channel];
    // Nobody else sets one for this scope meanwhile, also where none is there to be locked.
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      JSON.stringify(['alert_threshold', ...scope]),
    ]);
    const { rows } = await client.query<DatedRow>(
      `${selection} WHERE t.rule = $1 AND t.sku = $2 AND t.category = $3 AND t.node = $4 AND t.channel = $5
         AND t.effective_to IS NULL`,
      scope,
    );
    const before = rows[0] === undefined ? null : itemOf(rows[0]);
    if ((before?.threshold ?? null) !== input.seen)
      return {
        ok: false,
        code: 'conflict',
        detail:
          before === null
            ? 'Somebody has taken this threshold away meanwhile. Nothing was changed.'
            : 'Somebody has set this threshold meanwhile. Nothing was changed.',
        theirs: before,
      };
    await client.query('UPDATE alert_threshold SET effective_to = clock_timestamp() WHERE threshold = $1', [
      before?.threshold ?? null,
    ]);
    const after = end ? null : await insert(client, input, actor);
    await markScope(client, input);
    await record(client, before, after);
    return { ok: true, threshold: after };
  });
}

async function insert(client: PoolClient, input: ThresholdInput, actor: string): Promise<ThresholdItem> {
  const { rows } = await client.query<DatedRow>(
    `INSERT INTO alert_threshold (rule, sku, category, node, channel, "limit", percent, days, for_seconds, off, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING *`,
    [
      input.rule,
      input.sku,
      input.category,
      input.node,
      input.channel,
      input.limit,
      input.percent,
      input.days,
      input.forSeconds,
      input.off,
      actor,
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('an insert gave no row');
  return itemOf(row);
}

async function markScope(client: PoolClient, { rule, sku, category }: ThresholdInput): Promise<void> {
  if (!(skuRules as readonly string[]).includes(rule)) return;
  await client.query(
    `INSERT INTO alert_mark (sku) SELECT sku FROM sku
     WHERE ($1 = '' OR sku = $1) AND ($2 = '' OR category = $2)`,
    [sku, category],
  );
}

async function unknownScope(
  client: PoolClient,
  { sku, category, node, channel }: ThresholdInput,
): Promise<SaveThreshold | null> {
  const { rows } = await client.query<Record<'sku' | 'category' | 'node' | 'channel', boolean>>(
    `SELECT $1 = '' OR EXISTS (SELECT FROM sku WHERE sku = $1) AS sku,
       $2 = '' OR EXISTS (SELECT FROM sku WHERE category = $2) AS category,
       $3 = '' OR EXISTS (SELECT FROM stock_node WHERE node = $3) AS node,
       $4 = '' OR EXISTS (SELECT FROM channel WHERE channel = $4) AS channel`,
    [sku, category, node, channel],
  );
  const given = { sku, category, node, channel };
  for (const field of ['sku', 'category', 'node', 'channel'] as const)
    if (rows[0]?.[field] === false)
      return {
        ok: false,
        code: 'unknown_scope',
        field,
        detail: `There is no ${field} ${given[field]}. Nothing was changed.`,
      };
  return null;
}

function itemOf(row: DatedRow): ThresholdItem {
  return {
    ...thresholdOf(row),
    threshold: row.threshold,
    from: row.effective_from.toISOString(),
    by: row.created_by,
  };
}
