import type { ChannelForecast } from '@/lib/demand/forecast';
import { expectedBetween } from '@/lib/demand/forecast';
import { holdBackLeft, type Promotion } from '@/lib/demand/promotions';
import { advancePulse, type Pulse, startPulse } from '@/lib/demand/pulse';
import type { TailsSource } from '@/lib/demand/tails';
import { versions_open_max } from '../../escrow/send-push';
import { heldBy } from '../../escrow/state';
import type { LoopTimes } from '../../loop';
import { type PoolPlan, type PoolPlanInput, planPool } from '../../plan-pool';
import { listingKey, type PoolListing, type PoolState } from '../../policy';
import type { RulesInForce } from '../../policy-in-force';
import type { AllocationMode, WantedPush } from '../../publish-state';
import { weightOf } from '../../weight';
import type { ListingFacts } from '../plan-facts';
import type { EscrowRow } from './escrow-rows';
import type { SkuBooks } from './sku-books';

/** How soon a pool is looked at again although nothing happened: part of what "soon" means to a plan. */
export const tick_seconds = 60;
/** The pulse moves with orders, and at least so often. */
const pulse_step_ms_min = 60_000;

/** What a plan needs of a pool beside its rights. */
export interface PoolFacts {
  pool: PoolState;
  mode: AllocationMode;
  at: number;
  replenishedAt: number;
  safetyStock: number;
  rules: ReadonlyMap<string, RulesInForce>;
  factOf(key: string): ListingFacts;
  loopOf(key: string): LoopTimes;
  forecastOf(channel: string): ChannelForecast;
  promotions: readonly Promotion[];
  /** Units ordered in a channel since a promotion there began. */
  soldSince(channel: string, startsAt: number): number;
  outboxOf(key: string): OutboxRow | undefined;
  sequence: number | null;
  tails: TailsSource;
}

/** Where a listing's outbox stands. */
export interface OutboxRow {
  /** The last version that was given out. */
  version: number;
  /** What was sent last is not out and was not answered for: a lower number may supersede it. */
  unanswered: boolean;
}

/** A pool whose targets are decided and of whose rights nothing has moved yet. */
export interface PreparedPool {
  facts: PoolFacts;
  input: PoolPlanInput;
  plan: PoolPlan;
  /** Those that can be sent. */
  wants: WantedPush[];
  /** Listings that nobody tells a number: their rights follow the target, and `grows` says which need more than they hold. */
  trusted: { key: string; grows: boolean }[];
  /** Whether rights will be granted: nothing of our own may take from the stock then before the transaction ends. */
  grants: boolean;
}

/** Decides the targets of a pool and what should be pushed. */
export function preparePool(books: SkuBooks, facts: PoolFacts): PreparedPool {
  const input = planInputOf(books, facts);
  const plan = planPool(input, { tails: facts.tails });
  const wants = plan.pushes.filter((push) => facts.outboxOf(listingKey(push)) !== undefined);
  const trusted = facts.pool.listings
    .map(listingKey)
    .filter((key) => facts.factOf(key).connector === 'none')
    // Its rights need not follow every unit: the head of the SKU is locked for it seldom.
    .map((key) => ({ key, grows: targetOf(plan, key) > 2 * books.channel(key).exposure }));
  return {
    facts,
    input,
    plan,
    wants,
    trusted,
    grants: wants.length > 0 || trusted.some(({ grows }) => grows),
  };
}

/** Single units. */
export function targetOf(plan: PoolPlan, key: string): number {
  return plan.targets.find((target) => listingKey(target) === key)?.target ?? 0;
}

/** The pool as the planner takes it, from rights as they stand. Moves the pulse up to the watermark. */
function planInputOf(books: SkuBooks, facts: PoolFacts): PoolPlanInput {
  const { pool, mode, at } = facts;
  const float = pool.nodes.reduce((sum, { node }) => sum + (books.state.float[node] ?? 0), 0);
  return {
    sku: pool.sku,
    mode,
    at,
    replenishedAt: facts.replenishedAt,
    tickSeconds: tick_seconds,
    nodes: pool.nodes.map(({ node, availableToSell }) => ({
      node,
      availableToSell,
      float: books.state.float[node] ?? 0,
    })),
    backordered: pool.backordered,
    deficitByPolicy: Math.min(Math.max(0, -float), facts.safetyStock),
    listings: pool.listings.map((listing) => planListing(books, facts, listing)),
  };
}

function planListing(books: SkuBooks, facts: PoolFacts, listing: PoolListing) {
  const key = listingKey(listing);
  const fact = facts.factOf(key);
  const rules = facts.rules.get(key);
  if (rules === undefined) throw new Error(`no rules for ${key}`);
  const row = books.rowOf(key);
  const channel = books.channel(key);
  const trusted = fact.connector === 'none';
  const held = heldBy(channel);
  const forecast = withPulse(row, facts.forecastOf(listing.channel), trusted ? null : fact.watermark);
  const hold = holdBackLeft(
    facts.promotions,
    listing.channel,
    facts.pool.sku,
    facts.at,
    (startsAt) => facts.soldSince(listing.channel, startsAt),
    held,
  );
  return {
    channel: listing.channel,
    location: listing.location,
    nodes: listing.nodes,
    unitsPerListing: fact.unitsPerListing,
    writing: { kind: 'absolute' as const, applications: 1 },
    weight: Math.max(Number.MIN_VALUE, weightOf({ ...fact, priority: rules.priority })),
    floor: rules.floor,
    cap: rules.cap,
    buffer: rules.buffer,
    estimate: trusted ? channel.exposure : Math.max(0, row.estimate),
    held,
    exposure: channel.exposure,
    blocked: trusted || isBlocked(row, fact, facts, channel.pushes.length),
    raisesBlocked: row.raisesBlocked !== null,
    lastRaisedAt: row.lastRaisedAt,
    lastLoweredAt: row.lastLoweredAt,
    holdBack: Math.max(0, hold),
    forecast,
    loop: facts.loopOf(key),
    share: rules.share ?? Math.max(rules.priority, Number.MIN_VALUE),
  };
}

/** Nothing can be sent: a push is out, it is paused, the channel refused it a moment ago, or nobody knows what it shows. */
function isBlocked(row: EscrowRow, fact: ListingFacts, { at, outboxOf }: PoolFacts, open: number): boolean {
  if (row.since === null || fact.paused) return true;
  if (row.blockedUntil !== null && row.blockedUntil > at) return true;
  return open > 0 && (open >= versions_open_max || outboxOf(listingKey(row))?.unanswered !== true);
}

function withPulse(row: EscrowRow, forecast: ChannelForecast, watermark: number | null): ChannelForecast {
  if (watermark === null) {
    row.recent = [];
    return forecast;
  }
  const pulse: Pulse = row.pulse ?? startPulse(watermark);
  const came = row.recent.filter(({ at }) => at > pulse.at && at <= watermark);
  const units = came.reduce((sum, order) => sum + order.units, 0);
  if (watermark - pulse.at < pulse_step_ms_min && units === 0) {
    row.pulse = pulse;
    return { ...forecast, pulse };
  }
  const usual = expectedBetween(forecast, pulse.at, Math.max(pulse.at, watermark)).units;
  const expected = row.estimate > 0 ? usual : Math.min(usual, units);
  row.pulse = advancePulse(pulse, { watermark, came: units, expected });
  row.recent = row.recent.filter(({ at }) => at > watermark);
  return { ...forecast, pulse: row.pulse };
}
