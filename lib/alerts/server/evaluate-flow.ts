import type { ClientBase } from 'pg';
import { waitingSinceJoins } from '@/lib/returns/server/waiting-since-sql';
import type { Finding, Step } from '../alert';
import {
  type BudgetFacts,
  budgetBurning,
  budgetLeft,
  forecastDrift,
  returnWaiting,
  transferLate,
} from '../find-flow';
import type { ScopedThreshold } from '../threshold';
import { decideSteps } from './decide-steps';
import { readThresholds } from './read-thresholds';

export const flowRules = ['transfer_late', 'return_waiting', 'forecast_drift', 'budget_burning'] as const;
/** Of a transfer that nobody gave a time: so long after it was sent. */
const transfer_days_default = 7;

/**
 * Looks at what moves slowly: transfers, returns, forecasts and cancellation budgets, and writes what follows. It reads
 * more than the other rules, so it is made more rarely.
 */
export async function evaluateFlow(client: ClientBase): Promise<Step[]> {
  // Everything is read before the first write: until then the transaction holds up no reader of the log.
  const { findings, budgets } = await lookAtFlow(client, []);
  await keepBudgets(client, budgets);
  return decideSteps(client, findings, { skus: null, rules: flowRules }, []);
}

/** What the rules find, with nothing written; `tried` are thresholds that are not in force yet. */
export async function findInFlow(client: ClientBase, tried: readonly ScopedThreshold[]): Promise<Finding[]> {
  return (await lookAtFlow(client, tried)).findings;
}

/** The findings, and the budgets that some of them rest on. */
async function lookAtFlow(
  client: ClientBase,
  tried: readonly ScopedThreshold[],
): Promise<{ findings: Finding[]; budgets: BudgetFacts[] }> {
  const thresholds = await readThresholds(client, [], tried);
  const transfers = await readTransfers(client);
  const returns = await readReturns(client);
  const forecasts = await readForecasts(client);
  const budgets = await readBudgets(client);
  const findings = [
    ...transfers.map((each) => transferLate(each, thresholds)),
    ...returns.map((each) => returnWaiting(each, thresholds)),
    ...forecasts.map(({ channel, ...sums }) => forecastDrift(channel, sums, thresholds)),
    ...budgets.map((each) => budgetBurning(each, thresholds)),
  ];
  return { findings, budgets };
}

async function readTransfers(client: ClientBase) {
  const { rows } = await client.query<{ transfer: string; to: string; units: string; late: number }>(
    `SELECT l.transfer, l.to_node AS to, sum(l.in_transit) AS units,
       floor(extract(epoch FROM now() - coalesce(max(d.expected_at),
         min(l.recorded_at) + interval '${transfer_days_default} days')))::integer AS late
     FROM transfer_line l LEFT JOIN transfer_document d ON d.transfer = l.transfer
     WHERE l.in_transit > 0 GROUP BY l.transfer, l.to_node`,
  );
  return rows.map(({ transfer, to, units, late }) => ({
    transfer,
    to,
    units: Number(units),
    lateSeconds: late,
  }));
}

/** Per node: units in quality control, and since when some have been waiting there. */
async function readReturns(client: ClientBase) {
  const { rows } = await client.query<{ node: string; units: string; oldest: number }>(
    `SELECT p.node, sum(p.quality_control) AS units,
       floor(extract(epoch FROM now() - min(coalesce(first.recorded_at, p.recorded_at))))::integer AS oldest
     FROM position p
     ${waitingSinceJoins}
     WHERE p.quality_control > 0 GROUP BY p.node`,
  );
  return rows.map(({ node, units, oldest }) => ({ node, units: Number(units), oldestSeconds: oldest }));
}

async function readForecasts(client: ClientBase) {
  const { rows } = await client.query<{
    channel: string;
    outcomes: string;
    forecast: number;
    actual: number;
    absolute_error: number;
    covered: string;
  }>('SELECT channel, outcomes, forecast, actual, absolute_error, covered FROM demand_channel');
  return rows.map((row) => ({
    channel: row.channel,
    outcomes: Number(row.outcomes),
    forecast: row.forecast,
    actual: row.actual,
    absoluteError: row.absolute_error,
    covered: Number(row.covered),
  }));
}

/** Each channel's limits in force with what its window holds: orders cancelled for want of stock, and all. */
async function readBudgets(client: ClientBase): Promise<BudgetFacts[]> {
  const { rows } = await client.query<{
    channel: string;
    name: string;
    window_days: number;
    percent: number;
    orders: string;
    cancelled: string;
  }>(
    `SELECT c.channel, l.name, l.window_days, l.percent, o.orders, o.cancelled FROM channel c
     JOIN LATERAL (
       SELECT DISTINCT ON (t.name) t.* FROM cancellation_limit t
       WHERE t.channel IN ('', c.channel) AND t.effective_from <= now()
         AND (t.effective_to IS NULL OR t.effective_to > now())
       ORDER BY t.name, t.channel DESC
     ) AS l ON TRUE
     CROSS JOIN LATERAL (
       SELECT count(DISTINCT o.order_id) AS orders, count(DISTINCT o.order_id) FILTER (
         WHERE greatest(o.cancelled_counted, coalesce(o.cancelled_reported, 0)) > o.cancelled_before AND (
           EXISTS (SELECT FROM oversell_incident i WHERE i.bucket = o.bucket AND i.sku = o.sku
             AND i.channel = o.channel AND i.order_id = o.order_id AND i.line = o.line)
           OR EXISTS (SELECT FROM cancellation_mark m WHERE m.bucket = o.bucket AND m.sku = o.sku
             AND m.channel = o.channel AND m.order_id = o.order_id AND m.line = o.line AND m.undone_at IS NULL))
       ) AS cancelled
       FROM order_line o WHERE o.channel = c.channel AND o.placed_at > now() - l.window_days * interval '1 day'
     ) AS o`,
  );
  return rows.map((row) => {
    const orders = Number(row.orders);
    return {
      channel: row.channel,
      name: row.name,
      days: row.window_days,
      orders,
      cancelled: Number(row.cancelled),
      budget: Math.floor((orders * row.percent) / 100),
    };
  });
}

/** What is left of each channel's budget, for those who weigh an alert by it. */
async function keepBudgets(client: ClientBase, budgets: readonly BudgetFacts[]): Promise<void> {
  const channels = [...new Set(budgets.map(({ channel }) => channel))];
  const left = channels.map((channel) => budgetLeft(budgets.filter((each) => each.channel === channel)));
  await client.query('DELETE FROM channel_budget WHERE channel <> ALL($1::text[])', [channels]);
  await client.query(
    `INSERT INTO channel_budget AS b (channel, left_share) SELECT * FROM unnest($1::text[], $2::float8[])
     ON CONFLICT (channel) DO UPDATE SET left_share = EXCLUDED.left_share, computed_at = clock_timestamp()
     WHERE b.left_share <> EXCLUDED.left_share`,
    [channels, left],
  );
}
