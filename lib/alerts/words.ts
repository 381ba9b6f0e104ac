import { formatUnits } from '@/lib/shared/format';
import type { AlertFacts } from './alert';
import { type AlertPlace, type AlertRule, traitsOf } from './rules';

/** What a rule is called on screens, in messages and in the contract. */
export const ruleWords: Readonly<Record<AlertRule, string>> = {
  proof_failed: 'Ledger proof failed',
  channel_down: 'Channel down',
  feed_silent: 'Order feed silent',
  push_late: 'Pushes late',
  push_failing: 'Push failing',
  oversell: 'Oversold',
  discrepancy: 'Ledger against physical',
  below_safety_stock: 'Below safety stock',
  listing_below_threshold: 'Listing below threshold',
  channel_drift: 'Channel drift',
  unknown_listing: 'Unknown listing',
  watermark_broken: 'Late orders',
  oversell_risk: 'Oversell risk',
  budget_burning: 'Cancellation budget',
  stock_out_forecast: 'Stock-out forecast',
  transfer_late: 'Transfer late',
  return_waiting: 'Returns waiting',
  forecast_drift: 'Forecast drifts',
};

interface Told extends AlertPlace {
  rule: AlertRule;
  value: number;
  limit: number;
  clearsAt: number;
  facts: AlertFacts;
}

export interface PlaceNames {
  node: (node: string) => string;
  channel: (channel: string) => string;
}

export const codesAsNames: PlaceNames = { node: (node) => node, channel: (channel) => channel };

/** One sentence: what is wrong, where, and the number against its threshold. */
export function sentenceOf(alert: Told, names: PlaceNames = codesAsNames): string {
  const { rule, sku, facts } = alert;
  const value = formatUnits(alert.value);
  const limit = formatUnits(alert.limit);
  const channel = names.channel(alert.channel);
  const node = names.node(alert.node);
  switch (rule) {
    case 'listing_below_threshold':
      return `${sku} shows ${value} on ${channel}; its threshold is ${limit}.`;
    case 'below_safety_stock':
      return `${sku} has ${value} available over all nodes; ${limit} are kept back as safety stock.`;
    case 'discrepancy':
      return `At ${node} the ledger has ${fact(facts.expected)} of ${sku}, and ${fact(facts.actual)} are there: ${value} apart, ${limit} tolerated.`;
    case 'channel_drift':
      return `${channel} shows ${value} of ${sku} more than it acknowledged.`;
    case 'channel_down':
      return `${channel} has failed ${counted(alert.value, 'time')} in a row${because(facts.error)}.`;
    case 'feed_silent':
      return `${channel} has told of no orders for ${duration(alert.value)}; it should every ${duration(Number(facts.pollSeconds ?? 0))}.`;
    case 'push_late':
      return `${counted(Number(facts.waiting ?? 0), 'listing')} of ${channel} ${facts.waiting === 1 ? 'waits' : 'wait'}, the longest for ${duration(alert.value)}; ${duration(alert.limit)} are tolerated.`;
    case 'push_failing':
      return `The number of ${sku} could not be told to ${channel} ${counted(alert.value, 'time')}${because(facts.error)}.`;
    case 'oversell':
      return `${channel} has sold ${value} of ${sku} that ${alert.value === 1 ? 'is' : 'are'} nowhere${cause(facts.cause)}.`;
    case 'unknown_listing':
      return `${counted(alert.value, 'order line')} of ${channel} ${alert.value === 1 ? 'waits' : 'wait'} for ${sku}, which nobody knows here.`;
    case 'watermark_broken':
      return `${channel} told of an order of ${sku} later than it had promised; its guarantee is off until somebody has looked.`;
    case 'oversell_risk':
      return `${unitsIn(alert.value)} of ${sku} can still be sold and ${alert.value === 1 ? 'is' : 'are'} not there; listings are being lowered.`;
    case 'budget_burning':
      return `${counted(alert.value, 'order')} of ${channel} cancelled for want of stock; ${fact(facts.name)} permits ${fact(facts.budget)} in ${counted(Number(facts.days ?? 0), 'day')}.`;
    case 'stock_out_forecast':
      return `${sku} lasts ${counted(alert.value, 'day')}; it takes ${counted(Number(facts.lead ?? alert.limit), 'day')} to get more.`;
    case 'transfer_late':
      return `Transfer ${alert.location} to ${node} is ${duration(alert.value)} late with ${unitsIn(Number(facts.units ?? 0))}.`;
    case 'return_waiting':
      return `${unitsIn(Number(facts.units ?? 0))} ${Number(facts.units) === 1 ? 'waits' : 'wait'} for inspection at ${node}, the oldest for ${duration(alert.value)}.`;
    case 'forecast_drift':
      return `The forecast of ${channel} is ${value} % too ${facts.side === 'low' ? 'low' : 'high'}; ${limit} % are tolerated.`;
    case 'proof_failed':
      return `The ledger does not prove: ${counted(alert.value, 'finding')}${because(facts.first)}.`;
  }
}

/** 1 unit, 2 units. */
export function unitsIn(units: number): string {
  return counted(units, 'unit');
}

function counted(count: number, what: string): string {
  return `${formatUnits(count)} ${count === 1 ? what : `${what}s`}`;
}

/** 45 s, 3 min, 2 h, 4 d: rounded down. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${formatUnits(seconds)} s`;
  if (seconds < 7_200) return `${formatUnits(Math.floor(seconds / 60))} min`;
  if (seconds < 172_800) return `${formatUnits(Math.floor(seconds / 3_600))} h`;
  return `${formatUnits(Math.floor(seconds / 86_400))} d`;
}

/** The value or the limit of an alert with its unit. */
export function amountOf(rule: AlertRule, value: number): string {
  return traitsOf(rule).unit === 'seconds' ? duration(value) : formatUnits(value);
}

function fact(value: string | number | null | undefined): string {
  return typeof value === 'number' ? formatUnits(value) : (value ?? '?');
}

function because(text: string | number | null | undefined): string {
  return text === null || text === undefined || text === '' ? '' : `: ${String(text).replace(/\.$/, '')}`;
}

function cause(text: string | number | null | undefined): string {
  return text === null || text === undefined ? '' : ` (${String(text).replaceAll('_', ' ')})`;
}
