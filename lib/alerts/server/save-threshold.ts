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

/** The thresholds in force and those that come, by rule and from the general to the special. */
export async function listThresholds(pool: Pool): Promise<ThresholdItem[]> {
  const { rows } = await pool.query<DatedRow>(
    `${selection} WHERE t.effective_to IS NULL OR t.effective_to > clock_timestamp()
     ORDER BY t.rule, t.sku, t.category, t.class, t.node, t.channel, t.effective_from LIMIT $1`,
    [thresholds_listed_max],
  );
  return rows.map(itemOf);
}

/**
 * Puts a threshold in force for its scope from now or from `from` on, or (`end`) takes it away, if `seen` is still the
 * last that stands there. What was in force stays on record, and until `from` in force; one that had not come yet is
 * replaced. The SKUs it is for are looked at again.
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
    const scope = [input.rule, input.sku, input.category, input.class, input.node, input.channel];
    // Nobody else sets one for this scope meanwhile, also where none is there to be locked.
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      JSON.stringify(['alert_threshold', ...scope]),
    ]);
    const { rows } = await client.query<DatedRow>(
      `${selection} WHERE t.rule = $1 AND t.sku = $2 AND t.category = $3 AND t.class = $4 AND t.node = $5
         AND t.channel = $6 AND t.effective_to IS NULL`,
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
    // One that has not come yet never will; what is in force goes on until the new one comes.
    await client.query(
      `UPDATE alert_threshold SET effective_to = greatest(effective_from,
         least(effective_to, greatest(clock_timestamp(), $7::timestamptz)))
       WHERE rule = $1 AND sku = $2 AND category = $3 AND class = $4 AND node = $5 AND channel = $6
         AND (effective_to IS NULL OR effective_to > clock_timestamp()) AND effective_from <= clock_timestamp()`,
      [...scope, end ? null : input.from],
    );
    await client.query(
      `UPDATE alert_threshold SET effective_to = effective_from
       WHERE rule = $1 AND sku = $2 AND category = $3 AND class = $4 AND node = $5 AND channel = $6
         AND effective_to IS NULL AND effective_from > clock_timestamp()`,
      scope,
    );
    const after = end ? null : await insert(client, input, actor);
    await markScope(client, input);
    await record(client, before, after);
    return { ok: true, threshold: after };
  });
}

async function insert(client: PoolClient, input: ThresholdInput, actor: string): Promise<ThresholdItem> {
  const { rows } = await client.query<DatedRow>(
    `INSERT INTO alert_threshold (rule, sku, category, class, node, channel, "limit", percent, days, for_seconds, off, effective_from, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, greatest(clock_timestamp(), $12::timestamptz), $13)
     RETURNING *`,
    [
      input.rule,
      input.sku,
      input.category,
      input.class,
      input.node,
      input.channel,
      input.limit,
      input.percent,
      input.days,
      input.forSeconds,
      input.off,
      input.from,
      actor,
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('an insert gave no row');
  return itemOf(row);
}

async function markScope(
  client: PoolClient,
  { rule, sku, category, class: of }: Pick<ThresholdRow, 'rule' | 'sku' | 'category' | 'class'>,
): Promise<void> {
  if (!(skuRules as readonly string[]).includes(rule)) return;
  await client.query(
    `INSERT INTO alert_mark (sku) SELECT s.sku FROM sku s LEFT JOIN sku_class c ON c.sku = s.sku
     WHERE $1 IN ('', s.sku) AND $2 IN ('', s.category) AND $3 IN ('', coalesce(c.class, 'C'))`,
    [sku, category, of],
  );
}

/** Thresholds that came into force or ended by themselves after `since`: the SKUs they are for are looked at again. */
export async function markTurnedThresholds(client: PoolClient, since: Date): Promise<void> {
  const { rows } = await client.query<ThresholdRow>(
    `SELECT * FROM alert_threshold
     WHERE (effective_from > $1 AND effective_from <= clock_timestamp())
       OR (effective_to > $1 AND effective_to <= clock_timestamp())`,
    [since],
  );
  for (const row of rows) await markScope(client, row);
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
    coming: row.effective_from.getTime() > Date.now(),
    by: row.created_by,
  };
}
