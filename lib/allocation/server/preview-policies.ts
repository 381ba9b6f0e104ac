import type { Pool } from 'pg';
import { loadForecasts } from '@/lib/demand/server/load-forecasts';
import { readPromotions } from '@/lib/demand/server/read-promotions';
import { planTargets } from '../plan-targets';
import { listingKey } from '../policy';
import { policiesAt, rulesInForce } from '../policy-in-force';
import { type PolicyPreviewInput, preview_skus_max } from '../policy-input';
import type { PolicyPreview } from '../policy-items';
import type { PolicyVersion } from '../policy-version';
import { poolsOf } from '../pools';
import { type Outlooks, PreviewTally } from '../preview-tally';
import { publishPolicy } from '../publish-policy';
import type { RuleProblem } from '../validate-policies';
import { weightOf } from '../weight';
import { loop_unmeasured, readHorizons, readListingFacts } from './plan-facts';
import { readKnown, readPolicies } from './policy-rows';
import { readSkuStates } from './read-sku-states';
import { toNewPolicy } from './save-policy';

/** SKUs read at a time: an answer in between keeps the process free for others. */
const skus_per_read = 200;

export type PreviewPolicies = { ok: true; preview: PolicyPreview } | { ok: false; problems: RuleProblem[] };

/** What would be published, were these policies in force: computed from today's stock and forecasts. Writes nothing. */
export async function previewPolicies(pool: Pool, input: PolicyPreviewInput): Promise<PreviewPolicies> {
  const now = new Date();
  const at = now.getTime();
  const wanted = input.policies.map((policy) => ({ ...toNewPolicy(policy, at), effectiveFrom: at }));
  const current = await readPolicies(pool, now);
  const known = await readKnown(
    pool,
    wanted.map(({ sku }) => sku).filter((sku) => sku !== ''),
  );
  let changed: PolicyVersion[] = current;
  for (const policy of wanted) {
    const decided = publishPolicy(changed, policy, 0, at, known);
    if (!decided.ok) return { ok: false, problems: decided.problems };
    const { published } = decided;
    const sameScope = (version: PolicyVersion) =>
      version.policy === published.policy && version.effectiveFrom <= at;
    changed = [...changed.filter((version) => !sameScope(version)), published];
  }
  const touched = input.skus ?? (await touchedSkus(pool, wanted));
  const skus = touched.slice(0, preview_skus_max);
  const tally = new PreviewTally();
  for (let first = 0; first < skus.length; first += skus_per_read) {
    const some = skus.slice(first, first + skus_per_read);
    tally.add(await outlooks(pool, some, current, now), await outlooks(pool, some, changed, now));
  }
  return { ok: true, preview: tally.preview(skus.length, touched.length > skus.length) };
}

/** One more than are looked at, so that it shows. */
async function touchedSkus(
  pool: Pool,
  wanted: readonly { sku: string; category: string; channel: string }[],
): Promise<string[]> {
  const { rows } = await pool.query<{ sku: string }>(
    `SELECT DISTINCT l.sku FROM listing l LEFT JOIN sku s ON s.sku = l.sku
     JOIN unnest($1::text[], $2::text[], $3::text[]) AS scope (sku, category, channel)
       ON (scope.sku = '' OR scope.sku = l.sku) AND (scope.category = '' OR scope.category = s.category)
          AND (scope.channel = '' OR scope.channel = l.channel)
     ORDER BY l.sku LIMIT $4`,
    [
      wanted.map(({ sku }) => sku),
      wanted.map(({ category }) => category),
      wanted.map(({ channel }) => channel),
      preview_skus_max + 1,
    ],
  );
  return rows.map((row) => row.sku);
}

async function outlooks(
  pool: Pool,
  skus: readonly string[],
  versions: readonly PolicyVersion[],
  now: Date,
): Promise<Outlooks> {
  const at = now.getTime();
  const facts = await readListingFacts(pool, skus);
  const promotions = await readPromotions(pool, skus, now);
  const forecastOf = await loadForecasts(pool, [...facts.values()], promotions, now);
  const replenishedAt = await readHorizons(pool, skus, now);
  const policies = policiesAt(versions, at);
  const found: Outlooks = new Map();
  for (const state of await readSkuStates(pool, skus))
    for (const part of poolsOf(state)) {
      const detailsOf = (listing: { channel: string; location: string }) => {
        const fact = facts.get(JSON.stringify([state.sku, listingKey(listing)]));
        if (fact === undefined)
          throw new Error(`The listing ${listingKey(listing)} of ${state.sku} is gone.`);
        return {
          rules: rulesInForce(policies, fact),
          revenue: weightOf({ ...fact, priority: 1 }),
          unitsPerListing: fact.unitsPerListing,
          forecast: forecastOf(state.sku, listing.channel),
          loop: loop_unmeasured,
        };
      };
      for (const outlook of planTargets(part, detailsOf, at, replenishedAt(state.sku, part.nodes)))
        found.set(JSON.stringify([state.sku, listingKey(outlook)]), { sku: state.sku, outlook });
    }
  return found;
}
