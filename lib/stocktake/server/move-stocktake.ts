import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { readTolerances } from '@/lib/discrepancies/server/tolerances';
import { isBeyondTolerance } from '@/lib/discrepancies/tolerance';
import type { CountedLine } from '../count-events';
import type { MoveStocktake, StocktakeMoved, StocktakeRefusal } from '../stocktake-document';
import type { StocktakeStatus } from '../stocktake-states';
import { booksAsOf } from './read-stocktake';

interface Opened {
  node: string;
  status: StocktakeStatus;
  round: number;
  version: number;
  last_key: string;
  approved_at: Date | null;
}

const named_max = 5;

/**
 * Ends a round: what was scanned stands from here on, and what comes later is set aside. Refused where lines have not
 * been counted and nobody said that this is meant, or where more was taken back than was found.
 */
export function closeRound(
  pool: Pool,
  { key, stocktake, seen, confirmUncounted }: Extract<MoveStocktake, { step: 'hand_in' }>,
): Promise<StocktakeMoved> {
  return withTransaction(pool, async (client): Promise<StocktakeMoved> => {
    const opened = await lock(client, stocktake);
    if (opened === null) return unknown(stocktake);
    // Handing in was cut short: it goes on where it stood.
    if (opened.status === 'handing_in' || opened.last_key === key)
      return { ok: true, version: opened.version };
    const refusal = standsAgainst(opened, ['counting'], seen, stocktake);
    if (refusal !== null) return refusal;
    const { rows } = await client.query<{ sku: string; units: string | null }>(
      `SELECT l.sku, sum(x.units) AS units FROM stocktake_line l
       LEFT JOIN stocktake_scan x ON x.stocktake = l.stocktake AND x.round = $2 AND x.sku = l.sku AND x.outcome = 'counted'
       WHERE l.stocktake = $1 AND l.due_round = $2 GROUP BY l.sku ORDER BY l.sku`,
      [stocktake, opened.round],
    );
    const below = rows.filter(({ units }) => units !== null && Number(units) < 0).map(({ sku }) => sku);
    if (below.length > 0)
      return refuse('below_zero', `More was taken back than was found of ${namesOf(below)}. Mend it first.`);
    const uncounted = rows.filter(({ units }) => units === null).map(({ sku }) => sku);
    if (uncounted.length === rows.length)
      return refuse('nothing_counted', 'Nothing has been counted in this round yet. Nothing was handed in.');
    if (uncounted.length > 0 && !confirmUncounted)
      return refuse(
        'uncounted_lines',
        `Nobody has counted ${namesOf(uncounted)}. Blank is not 0: count them, say that none is there, or leave them out.`,
      );
    await client.query(
      `UPDATE stocktake_line l SET counted = c.units, counted_at = c.at, counted_round = $2, expected = NULL
       FROM (
         SELECT sku, sum(units) AS units, max(scanned_at) AS at FROM stocktake_scan
         WHERE stocktake = $1 AND round = $2 AND outcome = 'counted' GROUP BY sku
       ) c WHERE l.stocktake = $1 AND l.sku = c.sku`,
      [stocktake, opened.round],
    );
    return move(client, stocktake, `status = 'handing_in', last_key = $2`, [key]);
  });
}

/** The lines that the round has counted. */
export async function countedLines(
  pool: Pool,
  stocktake: string,
  ofRound: 'this' | 'any',
): Promise<CountedLine[]> {
  const { rows } = await pool.query<{
    sku: string;
    counted: string;
    counted_at: Date;
    counted_round: number;
  }>(
    `SELECT l.sku, l.counted, l.counted_at, l.counted_round FROM stocktake_line l JOIN stocktake t USING (stocktake)
     WHERE l.stocktake = $1 AND l.counted IS NOT NULL AND l.variance IS NULL ${ofRound === 'this' ? 'AND l.counted_round = t.round' : ''}
     ORDER BY l.sku`,
    [stocktake],
  );
  return rows.map(({ sku, counted, counted_at, counted_round }) => ({
    sku,
    counted: Number(counted),
    countedAt: counted_at.toISOString(),
    round: counted_round,
  }));
}

/**
 * After the counts are written down: lines whose first count lies beyond their tolerance are to be counted once more;
 * where there are none, it waits for approval.
 */
export async function settleRound(pool: Pool, stocktake: string, node: string): Promise<StocktakeMoved> {
  const lines = await countedLines(pool, stocktake, 'this');
  const books = await booksAsOf(
    pool,
    node,
    lines.map(({ sku, countedAt }) => ({ sku, at: new Date(countedAt) })),
  );
  return withTransaction(pool, async (client): Promise<StocktakeMoved> => {
    const opened = await lock(client, stocktake);
    if (opened === null) return unknown(stocktake);
    if (opened.status !== 'handing_in') return { ok: true, version: opened.version };
    const { rows: classes } = await client.query<{ sku: string; class: 'A' | 'B' | 'C' }>(
      'SELECT sku, class FROM sku_class WHERE sku = ANY($1)',
      [lines.map(({ sku }) => sku)],
    );
    const tolerances = await readTolerances(client);
    const classOf = new Map(classes.map((row) => [row.sku, row.class]));
    await client.query(
      `UPDATE stocktake_line l SET expected = d.expected FROM jsonb_to_recordset($2) AS d (sku text, expected bigint)
       WHERE l.stocktake = $1 AND l.sku = d.sku`,
      [stocktake, JSON.stringify(lines.map(({ sku }) => ({ sku, expected: books.get(sku) ?? 0 })))],
    );
    const again = lines
      .filter(({ sku, counted }) =>
        isBeyondTolerance(tolerances[classOf.get(sku) ?? 'C'], books.get(sku) ?? 0, counted),
      )
      .map(({ sku }) => sku);
    if (opened.round > 1 || again.length === 0) return move(client, stocktake, `status = 'counted'`, []);
    await client.query('UPDATE stocktake_line SET due_round = $3 WHERE stocktake = $1 AND sku = ANY($2)', [
      stocktake,
      again,
      opened.round + 1,
    ]);
    return move(client, stocktake, `status = 'counting', round = round + 1`, []);
  });
}

/** Sends lines back to be counted once more, in a round of their own. */
export function reopenLines(
  pool: Pool,
  { key, stocktake, seen, skus }: Extract<MoveStocktake, { step: 'recount' }>,
): Promise<StocktakeMoved> {
  return withTransaction(pool, async (client): Promise<StocktakeMoved> => {
    const opened = await lock(client, stocktake);
    if (opened === null) return unknown(stocktake);
    if (opened.last_key === key) return { ok: true, version: opened.version };
    const refusal = standsAgainst(opened, ['counted'], seen, stocktake);
    if (refusal !== null) return refusal;
    const { rowCount } = await client.query(
      'UPDATE stocktake_line SET due_round = $3 WHERE stocktake = $1 AND sku = ANY($2)',
      [stocktake, skus, opened.round + 1],
    );
    if (rowCount === 0) return refuse('not_planned', 'None of these is counted here.');
    return move(client, stocktake, `status = 'counting', round = round + 1, last_key = $2`, [key]);
  });
}

/** From here on its lines are being posted; gives the instant that the approvals bear, the first one's where it goes on. */
export function beginPosting(
  pool: Pool,
  { key, stocktake, seen, at }: Extract<MoveStocktake, { step: 'approve' }>,
  actor: string,
): Promise<{ ok: true; approvedAt: string } | StocktakeRefusal> {
  return withTransaction(pool, async (client) => {
    const opened = await lock(client, stocktake);
    if (opened === null) return unknown(stocktake);
    if (opened.approved_at !== null && (opened.status === 'posting' || opened.last_key === key))
      return { ok: true as const, approvedAt: opened.approved_at.toISOString() };
    const refusal = standsAgainst(opened, ['counted'], seen, stocktake);
    if (refusal !== null) return refusal;
    await move(client, stocktake, `status = 'posting', approved_by = $2, approved_at = $3, last_key = $4`, [
      actor,
      at,
      key,
    ]);
    return { ok: true as const, approvedAt: at };
  });
}

/** What the ledger has posted of each line stands on it, and the stocktake is over. */
export function endPosting(
  pool: Pool,
  stocktake: string,
  record: (client: PoolClient) => Promise<void>,
): Promise<StocktakeMoved> {
  return withTransaction(pool, async (client): Promise<StocktakeMoved> => {
    const opened = await lock(client, stocktake);
    if (opened === null) return unknown(stocktake);
    if (opened.status !== 'posting') return { ok: true, version: opened.version };
    await client.query(
      `UPDATE stocktake_line l SET variance = c.variance FROM stock_count c
       WHERE l.stocktake = $1 AND c.session = $1 AND c.sku = l.sku AND c.node = $2 AND c.counted_at = l.counted_at
         AND c.approved_sequence IS NOT NULL AND l.counted IS NOT NULL`,
      [stocktake, opened.node],
    );
    await record(client);
    return move(client, stocktake, `status = 'posted'`, []);
  });
}

export function cancelStocktake(
  pool: Pool,
  { key, stocktake, seen }: Extract<MoveStocktake, { step: 'cancel' }>,
): Promise<StocktakeMoved> {
  return withTransaction(pool, async (client): Promise<StocktakeMoved> => {
    const opened = await lock(client, stocktake);
    if (opened === null) return unknown(stocktake);
    if (opened.last_key === key) return { ok: true, version: opened.version };
    return (
      standsAgainst(opened, ['counting', 'handing_in', 'counted'], seen, stocktake) ??
      move(client, stocktake, `status = 'cancelled', last_key = $2`, [key])
    );
  });
}

/** Where it counts; null: no such stocktake. */
export async function nodeOfStocktake(pool: Pool, stocktake: string): Promise<string | null> {
  const { rows } = await pool.query<{ node: string }>('SELECT node FROM stocktake WHERE stocktake = $1', [
    stocktake,
  ]);
  return rows[0]?.node ?? null;
}

/** Who has scanned something that counts. */
export async function countersOf(pool: Pool, stocktake: string): Promise<string[]> {
  const { rows } = await pool.query<{ by: string }>(
    `SELECT DISTINCT scanned_by AS by FROM stocktake_scan WHERE stocktake = $1 AND outcome = 'counted'`,
    [stocktake],
  );
  return rows.map(({ by }) => by);
}

async function lock(client: PoolClient, stocktake: string): Promise<Opened | null> {
  const { rows } = await client.query<Opened>(
    'SELECT node, status, round, version, last_key, approved_at FROM stocktake WHERE stocktake = $1 FOR UPDATE',
    [stocktake],
  );
  return rows[0] ?? null;
}

async function move(
  client: PoolClient,
  stocktake: string,
  assignments: string,
  values: readonly unknown[],
): Promise<StocktakeMoved> {
  const { rows } = await client.query<{ version: number }>(
    `UPDATE stocktake SET ${assignments}, version = version + 1, updated_at = clock_timestamp()
     WHERE stocktake = $1 RETURNING version`,
    [stocktake, ...values],
  );
  return { ok: true, version: rows[0]?.version ?? 0 };
}

const statusWords: Record<StocktakeStatus, string> = {
  counting: 'is still being counted',
  handing_in: 'is being handed in',
  counted: 'has been handed in',
  posting: 'is being posted',
  posted: 'was posted',
  cancelled: 'was cancelled',
};

function standsAgainst(
  { status, version }: Opened,
  wanted: readonly StocktakeStatus[],
  seen: number,
  stocktake: string,
): StocktakeRefusal | null {
  if (!wanted.includes(status))
    return refuse(
      wanted.includes('counting') ? 'stocktake_closed' : 'not_counted',
      `${stocktake} ${statusWords[status]}: this cannot be done with it any more, or not yet. Nothing was changed.`,
    );
  if (version !== seen)
    return refuse(
      'version_conflict',
      `Somebody else has moved ${stocktake} on since you opened it. Nothing was changed.`,
    );
  return null;
}

function refuse(code: string, detail: string): StocktakeRefusal {
  return { ok: false, code, detail };
}

function unknown(stocktake: string): StocktakeRefusal {
  return refuse('unknown_stocktake', `There is no stocktake ${stocktake}.`);
}

function namesOf(skus: readonly string[]): string {
  const more = skus.length - named_max;
  return `${skus.slice(0, named_max).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
