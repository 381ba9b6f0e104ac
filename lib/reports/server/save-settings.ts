import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import type {
  CancellationLimitInput,
  CancellationLimitItem,
  OversellCostInput,
  OversellCostItem,
  ReportSettings,
} from '../settings';

export type SaveSetting =
  | { ok: true }
  | { ok: false; code: 'conflict' | 'unknown_channel'; detail: string; field?: string };

type Recorder<Item> = (client: PoolClient, before: Item | null, ended: boolean) => Promise<void>;

interface CostRow {
  cost: string;
  channel: string;
  margin_percent: number;
  goodwill_percent: number;
  fee_minor: string;
  service_minor: string;
  effective_from: Date;
  by: string;
}
interface LimitRow {
  limit: string;
  channel: string;
  name: string;
  window_days: number;
  percent: number;
  source: string;
  effective_from: Date;
  by: string;
}

const costs = `SELECT t.*, coalesce(u.name, t.created_by) AS by FROM oversell_cost t
  LEFT JOIN "user" u ON t.created_by = 'user:' || u.id WHERE t.effective_to IS NULL`;
const limits = `SELECT t.*, coalesce(u.name, t.created_by) AS by FROM cancellation_limit t
  LEFT JOIN "user" u ON t.created_by = 'user:' || u.id WHERE t.effective_to IS NULL`;

/** What is in force now. */
export async function readReportSettings(pool: Pool): Promise<ReportSettings> {
  const cost = await pool.query<CostRow>(`${costs} ORDER BY t.channel`);
  const limit = await pool.query<LimitRow>(`${limits} ORDER BY t.channel, t.name`);
  return { costs: cost.rows.map(costOf), limits: limit.rows.map(limitOf) };
}

/** Puts a cost model in force for a channel from now on (`end`: takes it away), if what stands there is what was seen. */
export async function saveOversellCost(
  pool: Pool,
  input: OversellCostInput,
  end: boolean,
  actor: string,
  record: Recorder<OversellCostItem>,
): Promise<SaveSetting> {
  return saveDated(pool, input.channel, `oversell_cost ${input.channel}`, async (client) => {
    const { rows } = await client.query<CostRow>(`${costs} AND t.channel = $1`, [input.channel]);
    const before = rows[0] === undefined ? null : costOf(rows[0]);
    if ((before?.cost ?? null) !== input.seen) return conflict;
    await client.query('UPDATE oversell_cost SET effective_to = clock_timestamp() WHERE cost = $1', [
      before?.cost ?? null,
    ]);
    if (!end)
      await client.query(
        `INSERT INTO oversell_cost (channel, margin_percent, goodwill_percent, fee_minor, service_minor, created_by)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [
          input.channel,
          input.marginPercent,
          input.goodwillPercent,
          input.feeMinor,
          input.serviceMinor,
          actor,
        ],
      );
    await record(client, before, end);
    return { ok: true };
  });
}

/** The same of a limit, which a channel has by name. */
export async function saveCancellationLimit(
  pool: Pool,
  input: CancellationLimitInput,
  end: boolean,
  actor: string,
  record: Recorder<CancellationLimitItem>,
): Promise<SaveSetting> {
  const { channel, name } = input;
  return saveDated(pool, channel, `cancellation_limit ${channel} ${name}`, async (client) => {
    const { rows } = await client.query<LimitRow>(`${limits} AND t.channel = $1 AND t.name = $2`, [
      channel,
      name,
    ]);
    const before = rows[0] === undefined ? null : limitOf(rows[0]);
    if ((before?.limit ?? null) !== input.seen) return conflict;
    await client.query('UPDATE cancellation_limit SET effective_to = clock_timestamp() WHERE "limit" = $1', [
      before?.limit ?? null,
    ]);
    if (!end)
      await client.query(
        `INSERT INTO cancellation_limit (channel, name, window_days, percent, source, created_by)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [channel, name, input.windowDays, input.percent, input.source, actor],
      );
    await record(client, before, end);
    return { ok: true };
  });
}

const conflict: SaveSetting = {
  ok: false,
  code: 'conflict',
  detail: 'Somebody has changed this meanwhile. Nothing was changed.',
};

async function saveDated(
  pool: Pool,
  channel: string,
  lock: string,
  save: (client: PoolClient) => Promise<SaveSetting>,
): Promise<SaveSetting> {
  return withTransaction(pool, async (client) => {
    const known = await client.query('SELECT FROM channel WHERE channel = $1', [channel]);
    if (channel !== '' && known.rowCount === 0)
      return {
        ok: false,
        code: 'unknown_channel',
        field: 'channel',
        detail: `There is no channel ${channel}. Nothing was changed.`,
      };
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [lock]);
    return save(client);
  });
}

function costOf(row: CostRow): OversellCostItem {
  return {
    cost: row.cost,
    channel: row.channel,
    marginPercent: row.margin_percent,
    goodwillPercent: row.goodwill_percent,
    feeMinor: Number(row.fee_minor),
    serviceMinor: Number(row.service_minor),
    from: row.effective_from.toISOString(),
    by: row.by,
  };
}

function limitOf(row: LimitRow): CancellationLimitItem {
  return {
    limit: row.limit,
    channel: row.channel,
    name: row.name,
    windowDays: row.window_days,
    percent: row.percent,
    source: row.source,
    from: row.effective_from.toISOString(),
    by: row.by,
  };
}
