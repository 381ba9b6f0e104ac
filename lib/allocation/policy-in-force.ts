import {
  isInForce,
  type PolicyRules,
  type PolicyVersion,
  type RuleName,
  scopeKey,
  scopes,
} from './policy-version';
import type { AllocationMode } from './publish-state';

/** The versions in force at one time, by scope. */
export type PoliciesInForce = ReadonlyMap<string, PolicyVersion>;

export function policiesAt(versions: readonly PolicyVersion[], at: number): PoliciesInForce {
  return new Map(
    versions.filter((version) => isInForce(version, at)).map((version) => [scopeKey(version), version]),
  );
}

/** What the catalogue says of a listing; a policy for its SKU on its channel comes before it, any other after it. */
export interface ListingRules {
  sku: string;
  category: string | null;
  channel: string;
  /** The channel's own priority. */
  priority: number;
  floor: number | null;
  cap: number | null;
  buffer: number;
  mode: AllocationMode;
}

/** Where a rule came from: a policy version, the listing, the channel, or nobody set it. */
export type RuleSource = { policy: string; version: number } | 'listing' | 'channel' | 'default';

export interface RulesInForce {
  priority: number;
  floor: number;
  cap: number | null;
  buffer: number;
  mode: AllocationMode;
  share: number | null;
  from: Record<RuleName, RuleSource>;
}

/**
 * The rules of a listing, each by the most specific scope that sets it: SKU × channel, the listing itself, SKU,
 * category × channel, category, channel, all. What the catalogue gives every listing (buffer 0, mode strict) counts as
 * not set. The mode holds for the whole pool, so it is looked up without the channel.
 */
export function rulesInForce(policies: PoliciesInForce, listing: ListingRules): RulesInForce {
  const { sku, category, channel } = listing;
  const candidates = scopes.flatMap((scope, rank) => {
    const named = scope(sku, category ?? '', channel);
    if ((rank === 2 || rank === 3) && named.category === '') return [];
    const version = policies.get(scopeKey(named));
    return version === undefined ? [] : [{ version, rank }];
  });
  const own: PolicyRules = {
    priority: null,
    floor: listing.floor,
    cap: listing.cap,
    buffer: listing.buffer === 0 ? null : listing.buffer,
    mode: listing.mode === 'strict' ? null : listing.mode,
    share: null,
  };
  const pick = <Name extends RuleName>(name: Name): { value: PolicyRules[Name]; from: RuleSource } => {
    const byPolicy = candidates.find(
      ({ version }) => version[name] !== null && !(name === 'mode' && version.channel !== ''),
    );
    const listingFirst = own[name] !== null && (byPolicy === undefined || byPolicy.rank > 0);
    if (listingFirst) return { value: own[name], from: 'listing' };
    if (byPolicy === undefined) return { value: null as PolicyRules[Name], from: 'default' };
    const { policy, version } = byPolicy.version;
    return { value: byPolicy.version[name], from: { policy, version } };
  };
  const picked = {
    priority: pick('priority'),
    floor: pick('floor'),
    cap: pick('cap'),
    buffer: pick('buffer'),
    mode: pick('mode'),
    share: pick('share'),
  };
  return {
    priority: picked.priority.value ?? listing.priority,
    floor: picked.floor.value ?? 0,
    cap: picked.cap.value,
    buffer: picked.buffer.value ?? 0,
    mode: picked.mode.value ?? 'strict',
    share: picked.share.value,
    from: {
      priority: picked.priority.value === null ? 'channel' : picked.priority.from,
      floor: picked.floor.from,
      cap: picked.cap.from,
      buffer: picked.buffer.from,
      mode: picked.mode.from,
      share: picked.share.from,
    },
  };
}
