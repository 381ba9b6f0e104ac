import type { ClientBase } from 'pg';
import { loadForecasts } from '@/lib/demand/server/load-forecasts';
import { readPromotions } from '@/lib/demand/server/read-promotions';
import { readSoldSince } from '@/lib/demand/server/read-sold-since';
import { TailsCache } from '@/lib/demand/tails';
import { bucketOf, keysInOrder } from '@/lib/ledger/bucket';
import type { CommitPosition, LoggedEvent } from '@/lib/ledger/server/commit-order';
import { settleNodes } from '../escrow/rights';
import { escrowRules } from '../escrow/rules';
import { fixedShare } from '../fixed-share';
import { listingKey, type PoolState } from '../policy';
import { policiesAt, type RulesInForce, rulesInForce } from '../policy-in-force';
import { poolsOf, type SkuState } from '../pools';
import type { AllocationMode } from '../publish-state';
import { bookEvents } from './escrow/book-events';
import {
  type BookedPush,
  bookPool,
  type ExplainedPush,
  keepExplanations,
  type PoolRecord,
} from './escrow/book-pool';
import { newEscrowRow, readEscrowRows, saveEscrowRows } from './escrow/escrow-rows';
import { type OutboxRow, type PoolFacts, type PreparedPool, preparePool } from './escrow/prepare-pool';
import { SkuBooks } from './escrow/sku-books';
import { availableByNode, readUnbookedCancellations } from './escrow/to-sell';
import { type ListingFacts, loopOf, readHorizons, readListingFacts } from './plan-facts';
import { readPolicies } from './policy-rows';
import { readSkuStates } from './read-sku-states';

export interface PlannedListing {
  sku: string;
  channel: string;
  location: string;
  /** Single units. */
  target: number;
  /** Its numbers are booked before they are sent; else it follows its target. */
  escrow: boolean;
}

export interface PlannedSkus {
  targets: PlannedListing[];
  booked: BookedPush[];
  /** Drift that was found: units that somebody else put on the listing; 0: none any more. */
  drifts: { sku: string; channel: string; location: string; units: number }[];
}

export interface PlanRequest {
  skus: readonly string[];
  /** Events to book before planning, in commit order, and the place in the log up to which all is booked then. */
  events?: readonly LoggedEvent[];
  until?: CommitPosition | null;
  /** Books the events and plans nothing: for many SKUs at once, which are then planned a few at a time. */
  booksOnly?: boolean;
  /** Undefined: the listing has no outbox row, and nothing can be pushed. */
  outboxOf: (sku: string, listing: string) => OutboxRow | undefined;
  now: Date;
}

/** Tables of demand are worth keeping from one plan to the next: a process has one. */
const tails = new TailsCache();

/**
 * Plans these SKUs by the policies in force, in the caller's transaction, which holds the locks of their rights
 * (`lockEscrow`): books the events, applies what watermarks have covered, decides targets, and books the pushes that are
 * wanted, before anybody sends them. Pools in mode fixed share get their shares and no rights.
 */
export async function planSkus(client: ClientBase, request: PlanRequest): Promise<PlannedSkus> {
  const { skus, now } = request;
  const at = now.getTime();
  const facts = await readListingFacts(client, skus);
  const policies = policiesAt(await readPolicies(client, now), at);
  const stored = await readEscrowRows(client, skus);
  const states = await readSkuStates(client, skus);

  const result: PlannedSkus = { targets: [], booked: [], drifts: [] };
  const books = new Map<string, SkuBooks>();
  const escrowed: {
    state: SkuState;
    pool: PoolState;
    mode: AllocationMode;
    rules: Map<string, RulesInForce>;
  }[] = [];
  const fresh = new Set<string>();
  for (const state of states) {
    const rows = stored.get(state.sku) ?? new Map();
    const kept = new Map<string, ReturnType<typeof newEscrowRow>>();
    for (const pool of poolsOf(state)) {
      const rules = rulesOf(pool, facts, policies);
      const mode = rules.values().next().value?.mode ?? 'strict';
      if (mode === 'fixed_share') {
        result.targets.push(...sharesOf(pool, rules));
        continue;
      }
      escrowed.push({ state, pool, mode, rules });
      for (const listing of pool.listings) {
        const key = listingKey(listing);
        const fact = factOf(facts, state.sku, key);
        const row = rows.get(key) ?? newEscrowRow({ sku: state.sku, ...listing }, fact.unitsPerListing);
        if (!rows.has(key) && fact.connector !== 'none' && fact.connected) fresh.add(listing.channel);
        kept.set(key, row);
      }
    }
    const nodesOf = new Map(state.listings.map((listing) => [listingKey(listing), listing.nodes]));
    books.set(state.sku, new SkuBooks(state.sku, kept, nodesOf));
    await forget(
      client,
      state.sku,
      [...rows.keys()].filter((key) => !kept.has(key)),
    );
  }
  await bookEvents(client, books, request.events ?? []);
  const keep = async () => {
    for (const ofSku of books.values()) noteEffects(ofSku, result);
    await saveEscrowRows(
      client,
      [...books.values()].flatMap((ofSku) => ofSku.settled()),
    );
  };
  if (request.booksOnly === true) {
    await keep();
    return result;
  }
  // After the stock: a cancellation that came in between is then taken off though it was not in it, never the reverse.
  const unbooked = await readUnbookedCancellations(client, skus, request.until ?? null);
  const promotions = await readPromotions(client, skus, now);
  const forecastOf = await loadForecasts(client, [...facts.values()], promotions, now);
  const soldSince = await readSoldSince(client, skus, promotions, at);
  const replenishedAt = await readHorizons(client, skus, now);

  const records = new Map<string, PoolRecord[]>();
  const lookAgain = new Map<string, number>();
  for (const state of states) {
    const ofSku = books.get(state.sku);
    if (ofSku === undefined) continue;
    ofSku.deriveFloat(availableByNode(state, unbooked.get(state.sku) ?? 0));
    for (const key of Object.keys(ofSku.state.channels)) {
      const { watermark } = factOf(facts, state.sku, key);
      if (watermark !== null && ofSku.channel(key).anchors.length > 0)
        ofSku.book(escrowRules.advanceWatermark(ofSku.state, key, watermark));
    }
    ofSku.state = settleNodes(ofSku.state);
    noteEffects(ofSku, result);
  }
  const prepared: { books: SkuBooks; pool: PreparedPool }[] = [];
  for (const { state, pool, mode, rules } of escrowed) {
    const ofSku = books.get(state.sku);
    if (ofSku === undefined) continue;
    const poolFacts: PoolFacts = {
      pool,
      mode,
      at,
      replenishedAt: replenishedAt(state.sku, pool.nodes),
      safetyStock: state.nodes
        .filter(({ node }) => pool.nodes.some((each) => each.node === node))
        .reduce((sum, { safetyStock }) => sum + (safetyStock ?? 0), 0),
      rules,
      factOf: (key) => factOf(facts, state.sku, key),
      loopOf: (key) => loopOf(factOf(facts, state.sku, key)),
      forecastOf: (channel) => forecastOf(state.sku, channel),
      promotions,
      soldSince: (channel, startsAt) => soldSince(state.sku, channel, startsAt),
      outboxOf: (key) => request.outboxOf(state.sku, key),
      sequence: request.until?.sequence ?? null,
      tails,
    };
    prepared.push({ books: ofSku, pool: preparePool(ofSku, poolFacts) });
  }
  await lookAgainAtStock(
    client,
    prepared.filter(({ pool }) => pool.grants).map(({ books }) => books),
    request,
  );
  const explained: ExplainedPush[] = [];
  for (const { books: ofSku, pool } of prepared) {
    const { sku } = ofSku;
    const planned = bookPool(ofSku, pool);
    explained.push(...planned.explained);
    result.booked.push(...planned.booked);
    for (const target of planned.targets)
      result.targets.push({
        sku,
        ...target,
        escrow: factOf(facts, sku, listingKey(target)).connector !== 'none',
      });
    records.set(sku, [...(records.get(sku) ?? []), planned.record]);
    if (planned.lookAgainAt !== null)
      lookAgain.set(sku, Math.min(planned.lookAgainAt, lookAgain.get(sku) ?? planned.lookAgainAt));
  }
  await keepExplanations(client, explained, at);
  await keep();
  await saveRecords(client, skus, records, lookAgain);
  if (fresh.size > 0)
    await client.query('UPDATE channel_sync SET audit_due_at = now() WHERE channel = ANY($1::text[])', [
      [...fresh],
    ]);
  return result;
}

/**
 * Locks the heads of these SKUs, all at once and in key order, and looks at their stock again: nothing of our own can take
 * from it from here to the end of the transaction. Events of these SKUs wait meanwhile, so this comes last.
 */
async function lookAgainAtStock(
  client: ClientBase,
  books: readonly SkuBooks[],
  { until }: PlanRequest,
): Promise<void> {
  const bySku = new Map(books.map((ofSku) => [ofSku.sku, ofSku]));
  if (bySku.size === 0) return;
  const skus = [...bySku.keys()];
  await client.query(
    `SELECT 1 FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     CROSS JOIN LATERAL (
       SELECT 1 FROM ledger_head h WHERE h.bucket = key.bucket AND h.sku = key.sku FOR NO KEY UPDATE) AS locked`,
    keysInOrder(skus),
  );
  const states = await readSkuStates(client, skus);
  const left = await readUnbookedCancellations(client, skus, until ?? null);
  for (const state of states) {
    const ofSku = bySku.get(state.sku);
    if (ofSku === undefined) continue;
    ofSku.deriveFloat(availableByNode(state, left.get(state.sku) ?? 0));
    ofSku.state = settleNodes(ofSku.state);
  }
}

/** What the listings of pools in mode fixed share should show. Books nothing. */
export async function planShares(
  client: ClientBase,
  skus: readonly string[],
  now: Date,
): Promise<PlannedListing[]> {
  const facts = await readListingFacts(client, skus);
  const policies = policiesAt(await readPolicies(client, now), now.getTime());
  const states = await readSkuStates(client, skus);
  return states.flatMap(poolsOf).flatMap((pool) => {
    const rules = rulesOf(pool, facts, policies);
    return rules.values().next().value?.mode === 'fixed_share' ? sharesOf(pool, rules) : [];
  });
}

function factOf(facts: ReadonlyMap<string, ListingFacts>, sku: string, key: string): ListingFacts {
  const fact = facts.get(JSON.stringify([sku, key]));
  if (fact === undefined) throw new Error(`The listing ${key} of ${sku} is gone.`);
  return fact;
}

/** By `listingKey`. A listing whose selling is stopped comes with a cap of 0; it then has no floor and no buffer. */
function rulesOf(
  pool: PoolState,
  facts: ReadonlyMap<string, ListingFacts>,
  policies: Parameters<typeof rulesInForce>[0],
): Map<string, RulesInForce> {
  return new Map(
    pool.listings.map((listing) => {
      const key = listingKey(listing);
      const rules = rulesInForce(policies, factOf(facts, pool.sku, key));
      return [key, listing.cap === 0 ? { ...rules, cap: 0, floor: 0, buffer: 0 } : rules];
    }),
  );
}

function sharesOf(pool: PoolState, rules: ReadonlyMap<string, RulesInForce>): PlannedListing[] {
  const listings = pool.listings.map((listing) => {
    const { share, priority, cap, buffer } = rules.get(listingKey(listing)) ?? {
      share: null,
      priority: listing.weight,
      cap: listing.cap,
      buffer: listing.buffer,
    };
    return { ...listing, weight: share ?? priority, cap, buffer };
  });
  return fixedShare({ ...pool, listings }).map(({ channel, location, units }) => ({
    sku: pool.sku,
    channel,
    location,
    target: units,
    escrow: false,
  }));
}

/** What the books noticed: a broken watermark stops raises, drift is kept on record. */
function noteEffects(books: SkuBooks, result: PlannedSkus): void {
  for (const effect of books.effects.splice(0)) {
    if (!('channel' in effect)) continue;
    const row = books.rows.get(effect.channel);
    if (row === undefined) continue;
    if (effect.type === 'watermark_broken') row.raisesBlocked = 'watermark_broken';
    if (effect.type === 'drift') {
      const { sku, channel, location } = row;
      result.drifts.push({ sku, channel, location, units: effect.units });
    }
  }
}

/** Listings of pools that keep no rights any more. */
async function forget(client: ClientBase, sku: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const listings = keys.map((key) => JSON.parse(key) as [string, string]);
  await client.query(
    `DELETE FROM escrow_listing WHERE bucket = $1 AND sku = $2
       AND (channel, location) IN (SELECT * FROM unnest($3::text[], $4::text[]))`,
    [bucketOf(sku), sku, listings.map(([channel]) => channel), listings.map(([, location]) => location)],
  );
}

async function saveRecords(
  client: ClientBase,
  skus: readonly string[],
  records: ReadonlyMap<string, PoolRecord[]>,
  lookAgain: ReadonlyMap<string, number>,
): Promise<void> {
  await client.query(
    `UPDATE escrow e SET pools = d.pools, planned_at = now(), look_again_at = d.look_again_at
     FROM unnest($1::smallint[], $2::text[], $3::jsonb[], $4::timestamptz[]) AS d (bucket, sku, pools, look_again_at)
     WHERE e.bucket = d.bucket AND e.sku = d.sku
       AND (e.pools <> d.pools OR e.look_again_at IS DISTINCT FROM d.look_again_at OR e.planned_at IS NULL)`,
    [
      skus.map(bucketOf),
      [...skus],
      skus.map((sku) => JSON.stringify(records.get(sku) ?? [])),
      skus.map((sku) => {
        const at = lookAgain.get(sku);
        return at === undefined ? null : new Date(at).toISOString();
      }),
    ],
  );
}
