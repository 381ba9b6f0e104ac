import type { ClientBase } from 'pg';
import { groupBy } from '@/lib/shared/group-by';
import type { Finding, Step } from '../alert';
import {
  channelDrift,
  type ListingFacts,
  listingBelowThreshold,
  pushFailing,
  watermarkBroken,
} from '../find-listing';
import { belowSafetyStock, ledgerAgainstPhysical, oversell } from '../find-sku';
import { oversellRisk, stockOutForecast } from '../find-supply';
import { weighedByBudget } from '../severity';
import type { Cause } from '../suppress';
import type { ScopedThreshold } from '../threshold';
import { decideSteps } from './decide-steps';
import { noteEmptyListings } from './note-empty-listings';
import { readListingsForAlerts } from './read-listing-facts';
import { readSkusForAlerts } from './read-sku-facts';
import { readThresholds } from './read-thresholds';

export const skuRules = [
  'oversell',
  'discrepancy',
  'below_safety_stock',
  'listing_below_threshold',
  'channel_drift',
  'push_failing',
  'watermark_broken',
  'oversell_risk',
  'stock_out_forecast',
] as const;

/**
 * Looks at everything that can be wrong with these SKUs and their listings, and writes what follows. A fixed number of
 * statements, however many SKUs. Only one may evaluate at a time: see `evaluating`.
 */
export async function evaluateSkus(client: ClientBase, skus: readonly string[]): Promise<Step[]> {
  if (skus.length === 0) return [];
  const { findings, down, listings } = await findInSkus(client, skus);
  await noteEmptyListings(client, skus, listings);
  return decideSteps(client, findings, { skus, rules: skuRules }, down);
}

/**
 * What the rules find about these SKUs, with nothing written, and the channels that are down, which may explain it.
 * `tried` are thresholds that are not in force yet.
 */
export async function findInSkus(
  client: ClientBase,
  skus: readonly string[],
  tried: readonly ScopedThreshold[] = [],
): Promise<{ findings: Finding[]; down: Cause[]; listings: ListingFacts[] }> {
  const { down, silent } = await readChannelCauses(client);
  const thresholds = await readThresholds(client, skus, tried);
  const listings = await readListingsForAlerts(client, skus, silent, new Date());
  const facts = await readSkusForAlerts(client, skus);
  const budgets = await readBudgetsLeft(client);
  const listingsOf = groupBy(listings, ({ sku }) => sku);
  const findings: Finding[] = [];
  for (const { totals, cases, backorders, missing, availableToSell, leadDays } of facts.values()) {
    const own = listingsOf.get(totals.sku) ?? [];
    // A channel sells a SKU at several locations with one demand.
    const demands = new Map(own.map(({ channel, demand }) => [channel, demand]));
    const demand = [...demands.values()].reduce((sum, each) => sum + each, 0);
    findings.push(
      belowSafetyStock(totals, thresholds),
      stockOutForecast({ ...totals, availableToSell, demand, leadDays }, thresholds),
      oversellRisk(totals, missing, thresholds),
    );
    for (const [node, open] of cases) findings.push(ledgerAgainstPhysical(totals, node, open, thresholds));
    for (const each of backorders) findings.push(oversell(totals, each, thresholds));
  }
  for (const listing of listings)
    findings.push(
      listingBelowThreshold(listing, thresholds),
      channelDrift(listing, thresholds),
      pushFailing(listing, thresholds),
      watermarkBroken(listing, thresholds),
    );
  const leftFor = ({ sku, channel }: Finding) =>
    channel === ''
      ? Math.min(1, ...(listingsOf.get(sku) ?? []).map((each) => budgets.get(each.channel) ?? 1))
      : (budgets.get(channel) ?? 1);
  const weighed =
    budgets.size === 0 ? findings : findings.map((finding) => weighedByBudget(finding, leftFor(finding)));
  return { findings: weighed, down, listings };
}

/** The channels that are down, which explains failing pushes, and those that are silent, of which good news is no news. */
async function readChannelCauses(client: ClientBase): Promise<{ down: Cause[]; silent: Set<string> }> {
  const { rows } = await client.query<{ alert: string; rule: string; channel: string }>(
    `SELECT alert, rule, channel FROM alert
     WHERE rule IN ('channel_down', 'feed_silent') AND state NOT IN ('resolved', 'pending') AND firing`,
  );
  return {
    down: rows.flatMap(({ alert, rule, channel }) =>
      rule === 'channel_down' ? [{ alert, rule, sku: '', channel, out: false }] : [],
    ),
    silent: new Set(rows.flatMap(({ rule, channel }) => (rule === 'feed_silent' ? [channel] : []))),
  };
}

/** What is left of each channel's cancellation budget, where it has one. */
async function readBudgetsLeft(client: ClientBase): Promise<Map<string, number>> {
  const { rows } = await client.query<{ channel: string; left_share: number }>(
    'SELECT channel, left_share FROM channel_budget',
  );
  return new Map(rows.map(({ channel, left_share }) => [channel, left_share]));
}
