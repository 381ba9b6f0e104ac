import type { Pool } from 'pg';
import { actorOf, type Principal } from '@/lib/access/principal';
import { writeAudit } from '@/lib/access/server/write-audit';
import type { NewPolicyInput, NewPromotionInput } from '@/lib/allocation/policy-input';
import type { PolicyScope } from '@/lib/allocation/policy-version';
import { policyName } from '@/lib/allocation/publish-policy';
import { recomputeScope } from '@/lib/allocation/server/recompute-scope';
import {
  discardDraft,
  type PolicyPorts,
  type SavePolicy,
  savePolicy,
} from '@/lib/allocation/server/save-policy';
import { problemsOfPromotion, type RuleProblem } from '@/lib/allocation/validate-policies';
import { markListingsDirty } from '@/lib/channels/server/mark-listings-dirty';
import type { PromotionItem } from '@/lib/demand/server/list-promotions';
import {
  cancelPromotion,
  endPromotion,
  type SavePromotion,
  savePromotion,
} from '@/lib/demand/server/save-promotion';

/** Rules and promotions with what a change of them reaches: the outbox and the trail. */
export function savePolicyAs(
  pool: Pool,
  input: NewPolicyInput,
  principal: Principal,
  seen?: string,
): Promise<SavePolicy> {
  const actor = actorOf(principal);
  const ports: PolicyPorts = {
    markListingsDirty,
    recordChange: (client, row) =>
      writeAudit(client, {
        actor,
        action: row.published_at === null ? 'policy.drafted' : 'policy.published',
        subject: policyName(row),
        details: { version: row.version, rolledBackTo: input.rollBackTo },
      }),
  };
  return savePolicy(pool, input, actor, ports, seen);
}

export function discardDraftAs(pool: Pool, scope: PolicyScope, principal: Principal): Promise<boolean> {
  const actor = actorOf(principal);
  return discardDraft(pool, scope, (client, row) =>
    writeAudit(client, {
      actor,
      action: 'policy.draft_discarded',
      subject: policyName(row),
      details: { version: row.version },
    }),
  );
}

/** Has the targets of every listing in a scope computed anew, though nothing has changed. */
export function recomputeScopeAs(
  pool: Pool,
  scope: PolicyScope,
  principal: Principal,
): Promise<{ skus: number; listings: number }> {
  const actor = actorOf(principal);
  return recomputeScope(pool, scope, {
    markListingsDirty,
    recordRecompute: (client, found) =>
      writeAudit(client, {
        actor,
        action: 'policy.recomputed',
        subject: policyName(scope),
        details: found,
      }),
  });
}

export function savePromotionAs(
  pool: Pool,
  input: NewPromotionInput,
  principal: Principal,
  newId: string,
  seenVersion?: number,
): Promise<SavePromotion<RuleProblem>> {
  const actor = actorOf(principal);
  const promotion = {
    ...input,
    ...(seenVersion === undefined ? {} : { seenVersion }),
    promotion: input.promotion ?? newId,
    startsAt: Date.parse(input.startsAt),
    endsAt: Date.parse(input.endsAt),
    uplift: input.uplift ?? null,
  };
  return savePromotion(pool, promotion, actor, { problemsOf: problemsOfPromotion, ...portsFor(actor) });
}

export function cancelPromotionAs(
  pool: Pool,
  id: string,
  principal: Principal,
): Promise<PromotionItem | null> {
  return cancelPromotion(pool, id, portsFor(actorOf(principal)));
}

export function endPromotionAs(pool: Pool, id: string, principal: Principal): Promise<PromotionItem | null> {
  return endPromotion(pool, id, portsFor(actorOf(principal)));
}

function portsFor(actor: string) {
  return {
    markListingsDirty,
    recordChange: (client: Parameters<typeof writeAudit>[0], action: string, subject: string) =>
      writeAudit(client, { actor, action: `promotion.${action}`, subject }),
  };
}
