import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import type { NewPolicyInput, PolicyRulesInput } from '../policy-input';
import { unwritten_scope } from '../policy-items';
import type { PolicyScope } from '../policy-version';
import { type NewPolicy, policyName, publishPolicy } from '../publish-policy';
import { problemsOfPolicies, type RuleProblem } from '../validate-policies';
import { type PolicyRow, readKnown, readPolicies, versionOf } from './policy-rows';

export type SavePolicy =
  | { ok: true; row: PolicyRow }
  | { ok: false; code: 'invalid_policy' | 'unknown_version'; detail: string; problems: RuleProblem[] }
  | {
      ok: false;
      code: 'changed_meanwhile';
      detail: string;
      problems: RuleProblem[];
      /** What stands there now, and its mark. */
      seen: string;
      theirs: PolicyRow | null;
    };

export interface PolicyPorts {
  /** In the transaction of the change: targets have to be computed anew. */
  markListingsDirty(client: PoolClient, skus: readonly string[] | 'all'): Promise<void>;
  recordChange(client: PoolClient, row: PolicyRow): Promise<void>;
}

/** A mark of everything a scope holds: another one means that somebody has written there. */
export function markOfScope(versions: readonly PolicyRow[]): string {
  if (versions.length === 0) return unwritten_scope;
  const told = versions.map((row) => [
    row.version,
    row.created_at.getTime(),
    row.published_at?.getTime() ?? null,
    row.effective_to?.getTime() ?? null,
  ]);
  return createHash('sha256').update(JSON.stringify(told)).digest('base64url').slice(0, 22);
}

export function toNewPolicy(input: PolicyRulesInput, now: number): NewPolicy {
  return {
    sku: input.sku ?? '',
    category: input.category ?? '',
    channel: input.channel ?? '',
    priority: input.priority ?? null,
    floor: input.floor ?? null,
    cap: input.cap ?? null,
    buffer: input.buffer ?? null,
    mode: input.mode ?? null,
    share: input.share ?? null,
    effectiveFrom: input.effectiveFrom === undefined ? now : Date.parse(input.effectiveFrom),
    effectiveTo: input.effectiveTo === undefined ? null : Date.parse(input.effectiveTo),
  };
}

/**
 * Keeps a draft, publishes rules now or from a later time, or rolls a scope back to an earlier version. Publishing ends
 * the version before it and uses up the scope's draft. One change of policies at a time, by a lock: what one is checked
 * against cannot change before it is written. `seen`: the mark of the scope as the person saw it; where it is another by
 * now nothing is written.
 */
export async function savePolicy(
  pool: Pool,
  input: NewPolicyInput,
  actor: string,
  ports: PolicyPorts,
  seen?: string,
): Promise<SavePolicy> {
  return withTransaction(pool, async (client): Promise<SavePolicy> => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('truecount.policies', 0))`);
    const clock = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    const now = clock.rows[0]?.now ?? new Date();
    const policy = toNewPolicy(input, now.getTime());
    const versions = await readVersions(client, policy);
    const mark = markOfScope(versions);
    if (seen !== undefined && seen !== mark)
      return {
        ok: false,
        code: 'changed_meanwhile',
        detail: `Somebody else wrote the policy for ${policyName(policy)} meanwhile. Nothing of yours was written.`,
        problems: [],
        seen: mark,
        theirs: versions[0] ?? null,
      };
    const known = await readKnown(client, policy.sku === '' ? [] : [policy.sku]);
    const version =
      versions.reduce((last, row) => (row.published_at === null ? last : Math.max(last, row.version)), 0) + 1;

    if (input.draft) {
      const problems = problemsOfPolicies([{ ...policy, policy: policyName(policy), version }], known);
      if (problems.length > 0) return invalid(problems);
      const row = await insert(client, policy, version, { input, actor, publishedAt: null });
      await ports.recordChange(client, row);
      return { ok: true, row };
    }

    let wanted = policy;
    if (input.rollBackTo !== undefined) {
      const earlier = versions.find((row) => row.version === input.rollBackTo && row.published_at !== null);
      if (input.rollBackTo === 0 && version > 1) return end(client, policy, versions, now, ports);
      if (earlier === undefined)
        return {
          ok: false,
          code: 'unknown_version',
          detail: `There is no version ${input.rollBackTo} of the policy for ${policyName(policy)}.`,
          problems: [],
        };
      wanted = { ...policy, ...rulesOf(earlier) };
    }
    const decided = publishPolicy(await readPolicies(client, now), wanted, version, now.getTime(), known);
    if (!decided.ok) return invalid(decided.problems);
    for (const { version: ended, effectiveTo } of decided.ended)
      await endAt(client, policy, ended, new Date(effectiveTo));
    const row = await insert(client, decided.published, version, { input, actor, publishedAt: now });
    await ports.markListingsDirty(client, policy.sku === '' ? 'all' : [policy.sku]);
    await ports.recordChange(client, row);
    return { ok: true, row };
  });
}

/** Ends what is in force of a scope and takes back what is scheduled. */
async function end(
  client: PoolClient,
  scope: PolicyScope,
  versions: readonly PolicyRow[],
  now: Date,
  ports: PolicyPorts,
): Promise<SavePolicy> {
  const open = versions.filter(
    (row) => row.published_at !== null && (row.effective_to === null || row.effective_to > now),
  );
  for (const row of open)
    await endAt(
      client,
      scope,
      row.version,
      row.effective_from !== null && row.effective_from > now ? row.effective_from : now,
    );
  const [last] = await readVersions(client, scope);
  if (last === undefined || open.length === 0)
    return {
      ok: false,
      code: 'unknown_version',
      detail: `No policy for ${policyName(scope)} is in force.`,
      problems: [],
    };
  await ports.markListingsDirty(client, scope.sku === '' ? 'all' : [scope.sku]);
  await ports.recordChange(client, last);
  return { ok: true, row: last };
}

/** All versions of a scope, the newest (or its draft) first. */
export async function readVersions(client: Pool | PoolClient, scope: PolicyScope): Promise<PolicyRow[]> {
  const { rows } = await client.query<PolicyRow>(
    'SELECT * FROM allocation_policy WHERE sku = $1 AND category = $2 AND channel = $3 ORDER BY version DESC',
    [scope.sku, scope.category, scope.channel],
  );
  return rows;
}

/** Throws a scope's draft away. False: there is none. */
export async function discardDraft(
  pool: Pool,
  scope: PolicyScope,
  recordChange: PolicyPorts['recordChange'],
): Promise<boolean> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<PolicyRow>(
      `DELETE FROM allocation_policy
       WHERE sku = $1 AND category = $2 AND channel = $3 AND published_at IS NULL RETURNING *`,
      [scope.sku, scope.category, scope.channel],
    );
    for (const row of rows) await recordChange(client, row);
    return rows.length > 0;
  });
}

async function endAt(client: PoolClient, scope: PolicyScope, version: number, at: Date): Promise<void> {
  await client.query(
    `UPDATE allocation_policy SET effective_to = $5
     WHERE sku = $1 AND category = $2 AND channel = $3 AND version = $4`,
    [scope.sku, scope.category, scope.channel, version, at],
  );
}

/** A draft of the scope, if there is one, makes room: it is what is being saved or published. */
async function insert(
  client: PoolClient,
  policy: NewPolicy,
  version: number,
  { input, actor, publishedAt }: { input: NewPolicyInput; actor: string; publishedAt: Date | null },
): Promise<PolicyRow> {
  await client.query(
    `DELETE FROM allocation_policy WHERE sku = $1 AND category = $2 AND channel = $3 AND published_at IS NULL`,
    [policy.sku, policy.category, policy.channel],
  );
  const { rows } = await client.query<PolicyRow>(
    `INSERT INTO allocation_policy (sku, category, channel, version, priority, floor, cap, buffer, mode, share,
       effective_from, effective_to, note, rolled_back_to, created_by, published_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING *`,
    [
      policy.sku,
      policy.category,
      policy.channel,
      version,
      policy.priority,
      policy.floor,
      policy.cap,
      policy.buffer,
      policy.mode === null ? null : JSON.stringify(policy.mode),
      policy.share,
      publishedAt === null ? null : new Date(policy.effectiveFrom),
      publishedAt === null || policy.effectiveTo === null ? null : new Date(policy.effectiveTo),
      input.note,
      input.rollBackTo ?? null,
      actor,
      publishedAt,
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The policy was not written.');
  return row;
}

function rulesOf(row: PolicyRow) {
  const { priority, floor, cap, buffer, mode, share } = versionOf(row);
  return { priority, floor, cap, buffer, mode, share };
}

function invalid(problems: RuleProblem[]): SavePolicy {
  const detail = problems.map(({ reason }) => reason).join(' ');
  return { ok: false, code: 'invalid_policy', detail, problems };
}
