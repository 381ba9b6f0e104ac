'use server';

import { z } from 'zod';
import type {
  PolicyDone,
  PolicyPreviewed,
  PolicyRecomputed,
  PolicySaved,
} from '@/components/allocation/allocation-types';
import { nameActors } from '@/lib/access/server/name-actors';
import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { newPolicySchema, policyRulesSchema, policyScopeSchema } from '@/lib/allocation/policy-input';
import { shownVersion } from '@/lib/allocation/server/list-policy-scopes';
import { previewPolicies } from '@/lib/allocation/server/preview-policies';
import { problemErrors } from '@/lib/api/issues';
import { getPool } from '@/lib/db/client';
import { discardDraftAs, recomputeScopeAs, savePolicyAs } from '@/lib/runtime/policies';

/** What rules would change, computed from today's stock and forecasts. Writes nothing. */
export async function previewPolicyAction(rules: unknown): Promise<PolicyPreviewed> {
  const parsed = policyRulesSchema.safeParse(rules, { reportInput: true });
  if (!parsed.success) return refused(parsed.error);
  const allowed = await requirePermission('read_operations');
  if (!allowed.ok) return { ok: false, detail: allowed.detail, errors: [] };
  const previewed = await previewPolicies(getPool(), { policies: [parsed.data] });
  if (previewed.ok) return previewed;
  return {
    ok: false,
    detail: 'These rules cannot be published as they are.',
    errors: errorsOf(previewed.problems),
  };
}

const saveSchema = z.strictObject({ policy: newPolicySchema, seen: z.string().max(64).nullable() });

/** Keeps a draft, publishes, schedules or rolls back, on what the person saw. */
export async function savePolicyAction(input: unknown): Promise<PolicySaved> {
  const parsed = saveSchema.safeParse(input, { reportInput: true });
  if (!parsed.success) return { ...refused(parsed.error), status: 'refused' };
  const allowed = await requirePermission('write_policies');
  if (!allowed.ok) return { status: 'refused', detail: allowed.detail, errors: [] };
  const { policy, seen } = parsed.data;
  const pool = getPool();
  const saved = await savePolicyAs(pool, policy, allowed.principal, seen ?? undefined);
  if (saved.ok) return { status: 'saved', version: saved.row.version };
  if (saved.code !== 'changed_meanwhile')
    return { status: 'refused', detail: saved.detail, errors: errorsOf(saved.problems) };
  const { theirs } = saved;
  if (theirs === null) return { status: 'conflict', detail: saved.detail, seen: saved.seen, theirs: null };
  const names = await nameActors(pool, [theirs.created_by]);
  const shown = shownVersion(theirs, names.get(theirs.created_by) ?? theirs.created_by, Date.now());
  return { status: 'conflict', detail: saved.detail, seen: saved.seen, theirs: shown };
}

export async function discardDraftAction(scope: unknown): Promise<PolicyDone> {
  const parsed = policyScopeSchema.safeParse(scope);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('write_policies');
  if (!allowed.ok) return allowed;
  const found = await discardDraftAs(getPool(), parsed.data, allowed.principal);
  return found ? { ok: true } : { ok: false, detail: 'There is no draft any more.' };
}

export async function recomputeScopeAction(scope: unknown): Promise<PolicyRecomputed> {
  const parsed = policyScopeSchema.safeParse(scope);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('write_policies');
  if (!allowed.ok) return allowed;
  return { ok: true, ...(await recomputeScopeAs(getPool(), parsed.data, allowed.principal)) };
}

function errorsOf(problems: readonly { field: string; reason: string }[]) {
  return problems.map(({ field, reason }) => ({ field, detail: reason }));
}

function refused(error: z.ZodError): {
  ok: false;
  detail: string;
  errors: { field: string; detail: string }[];
} {
  const errors = problemErrors(error.issues, (path) => String(path.at(-1) ?? '')).map(
    ({ pointer, detail }) => ({
      field: pointer,
      detail,
    }),
  );
  return { ok: false, detail: 'Some fields cannot be read. Nothing was written.', errors };
}
