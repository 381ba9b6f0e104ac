import { formatUnits } from '@/lib/shared/format';
import type { AlertFacts } from './alert';
import type { AlertPlace, AlertRule } from './rules';

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
      return `${channel} has failed ${value} times in a row${because(facts.error)}.`;
    case 'feed_silent':
      return `${channel} has told of no orders for ${duration(alert.value)}; it should every ${duration(Number(facts.pollSeconds ?? 0))}.`;
    case 'push_late':
      return `${fact(facts.waiting)} listings of ${channel} wait, the longest for ${duration(alert.value)}; ${duration(alert.limit)} are tolerated.`;
    case 'push_failing':
      return `The number of ${sku} could not be told to ${channel} ${value} times${because(facts.error)}.`;
    case 'oversell':
      return `${channel} has sold ${value} of ${sku} that are nowhere${cause(facts.cause)}.`;
    case 'unknown_listing':
      return `${value} order lines of ${channel} wait for ${sku}, which nobody knows here.`;
    case 'proof_failed':
      return `The ledger does not prove: ${value} findings${because(facts.first)}.`;
  }
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
  return rule === 'feed_silent' || rule === 'push_late' ? duration(value) : formatUnits(value);
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
