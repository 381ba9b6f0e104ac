import type { ClientBase } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { capabilitiesOf, type StrictObstacle, strictAllowed } from '../../escrow/capabilities';
import { type Deficit, explainDeficit } from '../../escrow/change-supply';
import { fitWrite } from '../../escrow/fit-write';
import { grantable, setNetExposure } from '../../escrow/rights';
import { escrowRules } from '../../escrow/rules';
import { type EscrowState, heldBy, plus } from '../../escrow/state';
import { type Explanation, explain } from '../../explain';
import { listingKey } from '../../policy';
import type { AllocationMode, WantedPush } from '../../publish-state';
import { type PoolFacts, type PreparedPool, targetOf } from './prepare-pool';
import type { SkuBooks } from './sku-books';

export interface BookedPush {
  sku: string;
  channel: string;
  location: string;
  version: number;
  packs: number;
}

/** What the last plan found of a pool, as it is stored. */
export interface PoolRecord {
  nodes: string[];
  mode: AllocationMode;
  obstacles: { channel: string; reasons: StrictObstacle[] }[];
  deficit: { kind: Deficit; units: number };
  availableToSell: number;
  float: number;
}

/** A push that was booked, and why it is what it is. */
export interface ExplainedPush {
  push: BookedPush;
  units: number;
  explanation: Explanation;
}

export interface BookedPool {
  targets: { channel: string; location: string; target: number }[];
  booked: BookedPush[];
  explained: ExplainedPush[];
  record: PoolRecord;
  lookAgainAt: number | null;
}

/** Books the pushes that a pool wants, as far as what may be sold of it reaches by now. */
export function bookPool(books: SkuBooks, { facts, input, plan, wants, trusted }: PreparedPool): BookedPool {
  const [spare] = facts.pool.nodes;
  const lend = (units: number) => {
    if (spare !== undefined && units !== 0)
      books.state = { ...books.state, float: plus(books.state.float, spare.node, units) };
  };
  lend(plan.allowance);
  const booked: BookedPush[] = [];
  const explained: ExplainedPush[] = [];
  for (const wanted of wants) {
    const push = bookPush(books, facts, wanted);
    if (push === null) continue;
    booked.push(push.booked);
    const sequence = facts.sequence === null ? null : String(facts.sequence);
    const rules = facts.rules.get(listingKey(wanted)) ?? null;
    const explanation = explain(input, plan, wanted, { sequence, rules });
    if (explanation !== undefined) explained.push({ push: push.booked, units: push.units, explanation });
  }
  for (const { key, grows } of trusted) {
    const target = targetOf(plan, key);
    trust(books, key, grows ? target : Math.min(target, books.channel(key).exposure), facts.at);
  }
  const record = recordOf(books, facts);
  lend(-plan.allowance);
  return {
    targets: plan.targets.map(({ channel, location, target }) => ({ channel, location, target })),
    booked,
    explained,
    record,
    lookAgainAt: plan.lookAgainAt,
  };
}

function bookPush(
  books: SkuBooks,
  facts: PoolFacts,
  wanted: WantedPush,
): { booked: BookedPush; units: number } | null {
  const key = listingKey(wanted);
  const { unitsPerListing } = facts.factOf(key);
  const outbox = facts.outboxOf(key);
  const open = books.channel(key).pushes.length;
  // What is not answered for is sent again; only a lower number is worth the rights of a second one.
  if (outbox === undefined || (open > 0 && wanted.change === 'raise')) return null;
  const version = outbox.version + 1;
  const fitted = fitWrite(books.state, key, { kind: 'versioned', quantity: wanted.quantity, version });
  if (fitted.kind !== 'versioned') return null;
  const packs = Math.floor(Math.max(0, fitted.quantity) / unitsPerListing);
  const units = packs * unitsPerListing;
  if (wanted.change === 'raise' && units <= wanted.estimate) return null;
  const sent = escrowRules.sendPush(books.state, {
    channel: key,
    id: version,
    write: { kind: 'versioned', quantity: units, version },
  });
  if ('refused' in sent) return null;
  books.book(sent);
  const row = books.rowOf(key);
  if (wanted.change === 'raise') row.lastRaisedAt = facts.at;
  else row.lastLoweredAt = facts.at;
  const { channel, location } = wanted;
  return { booked: { sku: books.sku, channel, location, version, packs }, units };
}

/** A channel that cannot be told is trusted with its target: its rights follow it as far as the float reaches. */
function trust(books: SkuBooks, key: string, target: number, at: number): void {
  const channel = books.channel(key);
  const reach = channel.exposure + Math.max(0, grantable(books.state, channel));
  const net = Math.min(target, reach);
  const row = books.rowOf(key);
  row.since ??= 0;
  row.estimate = net;
  row.estimateAt = at;
  if (net === channel.exposure && channel.debt === 0) return;
  books.state = setNetExposure(books.state, key, net);
}

function recordOf(books: SkuBooks, facts: PoolFacts): PoolRecord {
  const nodes = facts.pool.nodes.map(({ node }) => node);
  const inPool = new Set(facts.pool.listings.map(listingKey));
  const float = Object.fromEntries(nodes.map((node) => [node, books.state.float[node] ?? 0]));
  const channels = Object.fromEntries(
    Object.entries(books.state.channels).filter(([key]) => inPool.has(key)),
  );
  const state: EscrowState = { float, channels };
  const floatUnits = Object.values(float).reduce((sum, units) => sum + units, 0);
  const held = Object.values(channels).reduce((sum, channel) => sum + heldBy(channel), 0);
  return {
    nodes,
    mode: facts.mode,
    obstacles: obstaclesOf(facts, books),
    deficit: explainDeficit(state, floatUnits + held, facts.safetyStock),
    availableToSell: floatUnits + held,
    float: floatUnits,
  };
}

/** A channel that shares the pool and cannot keep the assumptions. Alone in its pool nobody else can be oversold by it. */
function obstaclesOf(
  { pool, factOf }: Pick<PoolFacts, 'pool' | 'factOf'>,
  books: SkuBooks,
): PoolRecord['obstacles'] {
  const isAlone = pool.listings.length < 2;
  const found = new Map<string, Set<StrictObstacle>>();
  for (const listing of pool.listings) {
    const verdict = strictAllowed(capabilitiesOf(factOf(listingKey(listing)).connector));
    const reasons = verdict.allowed || isAlone ? [] : [...verdict.reasons];
    const others = pool.listings.filter((other) => other !== listing && other.channel === listing.channel);
    if (others.some((other) => other.nodes.some((node) => listing.nodes.includes(node))))
      reasons.push('listings_share_nodes');
    if (books.rowOf(listingKey(listing)).raisesBlocked === 'watermark_broken')
      reasons.push('watermark_broken');
    if (reasons.length > 0)
      found.set(listing.channel, new Set([...(found.get(listing.channel) ?? []), ...reasons]));
  }
  return [...found].map(([channel, reasons]) => ({ channel, reasons: [...reasons] }));
}

/** Keeps why each push is what it is. */
export async function keepExplanations(
  client: ClientBase,
  explained: readonly ExplainedPush[],
  at: number,
): Promise<void> {
  if (explained.length === 0) return;
  await client.query(
    `INSERT INTO push_record (bucket, sku, channel, location, version, decided_at, units, packs, explanation)
     SELECT bucket, sku, channel, location, version, $1, units, packs, explanation
     FROM unnest($2::smallint[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::jsonb[])
       AS d (bucket, sku, channel, location, version, units, packs, explanation)`,
    [
      new Date(at),
      explained.map(({ push }) => bucketOf(push.sku)),
      explained.map(({ push }) => push.sku),
      explained.map(({ push }) => push.channel),
      explained.map(({ push }) => push.location),
      explained.map(({ push }) => push.version),
      explained.map(({ units }) => units),
      explained.map(({ push }) => push.packs),
      explained.map(({ explanation }) => JSON.stringify(explanation)),
    ],
  );
}
