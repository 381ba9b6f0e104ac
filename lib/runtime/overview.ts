import type { Pool } from 'pg';
import { type StockSummary, summariseStock } from '@/lib/availability/server/summarise-stock';
import { readChannelStatus } from '@/lib/channels/server/channel-status';
import { getPool } from '@/lib/db/client';
import { readLastProof } from '@/lib/ledger/server/read-proof';
import { kept } from '@/lib/shared/server/kept';

const incidents_window_days = 7;
const at_risk_shown = 10;
/** Cases are counted up to here: who has more has another problem than the exact number. */
const counted_max = 10_000;

export interface Overview {
  checkedAt: string;
  skus: number;
  /** Oversell incidents of the last seven days. */
  incidents: number;
  belowSafety: number;
  outOfStock: number;
  atRiskTotal: number;
  atRisk: StockSummary['atRisk'];
  backorderedLines: number;
  discrepancies: number;
  channels: {
    channel: string;
    name: string;
    connected: boolean;
    paused: boolean;
    error: string | null;
    waiting: number;
    drifted: number;
    inbox: number;
    demand: { day: string; units: number }[];
  }[];
  proof: { balanced: boolean; checkedAt: string; postings: number } | null;
}

const readSummary = kept('stock-summary', () => summariseStock(getPool()));
const readChannels = kept('channel-status', () => readChannelStatus(getPool()));

/** Reads the sums over everything ahead of whoever asks first: over many SKUs that takes seconds. */
export function prepareOverview(): void {
  // Where the database is out of reach just now, the first to ask reads it.
  readSummary().catch(() => undefined);
}

/** What needs somebody now. Sums over everything are kept for some seconds; cases are counted as they stand. */
export async function readOverview(pool: Pool): Promise<Overview> {
  const [summary, channels, cases, proof] = await Promise.all([
    readSummary(),
    readChannels(),
    countCases(pool),
    readLastProof(pool),
  ]);
  const is = (risk: string) => summary.atRisk.filter((sku) => sku.risk === risk).length;
  return {
    checkedAt: summary.checkedAt,
    skus: summary.skus,
    ...cases,
    outOfStock: is('out_of_stock'),
    belowSafety: summary.atRisk.filter(isBelowSafety).length,
    atRiskTotal: summary.atRisk.length,
    atRisk: summary.atRisk.slice(0, at_risk_shown),
    channels: channels.map(
      ({ channel, name, connector, paused, error, pushError, waiting, drifted, inbox }) => ({
        channel,
        name,
        connected: connector !== 'none',
        paused,
        error: error ?? pushError,
        waiting,
        drifted,
        inbox,
        demand: summary.demand
          .filter((day) => day.channel === channel)
          .map(({ day, units }) => ({ day, units }))
          .sort((a, b) => (a.day < b.day ? -1 : 1)),
      }),
    ),
    proof: proof && { balanced: proof.balanced, checkedAt: proof.checkedAt, postings: proof.postings },
  };
}

/** Σ available ≤ Σ safety stock over the nodes that sell: the rule of the alert, whatever else is wrong. */
function isBelowSafety({ available, safetyStock }: StockSummary['atRisk'][number]): boolean {
  return safetyStock > 0 && available <= safetyStock;
}

export const riskFilters = ['out_of_stock', 'below_safety', 'at_risk'] as const;
export type RiskFilter = (typeof riskFilters)[number];

/** The SKUs behind a number of the overview, as of the same reading. */
export async function skusAtRisk(filter: RiskFilter): Promise<string[]> {
  const { atRisk } = await readSummary();
  const fits =
    filter === 'at_risk'
      ? () => true
      : filter === 'below_safety'
        ? isBelowSafety
        : ({ risk }: StockSummary['atRisk'][number]) => risk === 'out_of_stock';
  return atRisk.filter(fits).map(({ sku }) => sku);
}

async function countCases(pool: Pool) {
  const { rows } = await pool.query<{ incidents: string; backordered: string; discrepancies: string }>(
    `SELECT
       (SELECT count(*) FROM (SELECT FROM oversell_incident
          WHERE recorded_at > now() - $1 * INTERVAL '1 day' LIMIT $2) i) AS incidents,
       (SELECT count(*) FROM (SELECT FROM order_line WHERE backordered > 0 LIMIT $2) b) AS backordered,
       (SELECT count(*) FROM (SELECT FROM discrepancy WHERE resolved_at IS NULL LIMIT $2) d) AS discrepancies`,
    [incidents_window_days, counted_max],
  );
  const row = rows[0];
  return {
    incidents: Number(row?.incidents ?? 0),
    backorderedLines: Number(row?.backordered ?? 0),
    discrepancies: Number(row?.discrepancies ?? 0),
  };
}
