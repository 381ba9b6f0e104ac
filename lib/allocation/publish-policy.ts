import { type PolicyRules, type PolicyScope, type PolicyVersion, scopeKey } from './policy-version';
import { type KnownCatalog, problemsOfPolicies, type RuleProblem } from './validate-policies';

export interface NewPolicy extends PolicyScope, PolicyRules {
  /** From when it counts, ms since 1970; what lies in the past counts as now. */
  effectiveFrom: number;
  effectiveTo: number | null;
}

export type PublishPolicy =
  | {
      ok: true;
      published: PolicyVersion;
      /** Versions of the same scope that end when it begins. */
      ended: { version: number; effectiveTo: number }[];
    }
  | { ok: false; problems: RuleProblem[] };

/** How a scope is called: "all", "SKU A on web", "category ghee". */
export function policyName({ sku, category, channel }: PolicyScope): string {
  const what = sku !== '' ? `SKU ${sku}` : category !== '' ? `category ${category}` : '';
  if (channel === '') return what === '' ? 'all' : what;
  return what === '' ? `channel ${channel}` : `${what} on ${channel}`;
}

/**
 * Publishes rules for a scope: the version in force then ends when this one begins, and this one ends where a later one
 * that is already scheduled begins. `existing` are all published versions of every scope; drafts are none. Nothing is
 * published where the result would not be valid.
 */
export function publishPolicy(
  existing: readonly PolicyVersion[],
  policy: NewPolicy,
  version: number,
  now: number,
  known: KnownCatalog,
): PublishPolicy {
  const from = Math.max(now, policy.effectiveFrom);
  const sameScope = existing.filter((entry) => scopeKey(entry) === scopeKey(policy));
  const next = sameScope
    .filter((entry) => entry.effectiveFrom > from && entry.effectiveTo !== entry.effectiveFrom)
    .reduce((first, entry) => Math.min(first, entry.effectiveFrom), Number.POSITIVE_INFINITY);
  const until = Math.min(policy.effectiveTo ?? Number.POSITIVE_INFINITY, next);
  const published: PolicyVersion = {
    ...policy,
    policy: policyName(policy),
    version,
    effectiveFrom: from,
    effectiveTo: Number.isFinite(until) ? until : null,
  };
  const isCut = (entry: PolicyVersion) =>
    sameScope.includes(entry) &&
    entry.effectiveFrom <= from &&
    (entry.effectiveTo === null || entry.effectiveTo > from);
  const after = existing
    .map((entry) => (isCut(entry) ? { ...entry, effectiveTo: from } : entry))
    .filter((entry) => entry.effectiveTo === null || entry.effectiveTo > Math.max(now, entry.effectiveFrom));
  const problems = problemsOfPolicies([published], known, after);
  if (problems.length > 0) return { ok: false, problems };
  const ended = existing.filter(isCut).map((entry) => ({ version: entry.version, effectiveTo: from }));
  return { ok: true, published, ended };
}
