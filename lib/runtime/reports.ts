import type { Pool } from 'pg';
import { actorOf, type Principal } from '@/lib/access/principal';
import { can } from '@/lib/access/roles';
import { writeAudit } from '@/lib/access/server/write-audit';
import {
  type SaveSetting,
  saveCancellationLimit,
  saveOversellCost,
} from '@/lib/reports/server/save-settings';
import type { CancellationLimitInput, OversellCostInput } from '@/lib/reports/settings';

type Saved = SaveSetting | { ok: false; code: 'forbidden'; detail: string };

/** Sets what an oversell costs, or ends it, for somebody who may write policies, and leaves a line in the trail. */
export async function saveOversellCostAs(
  pool: Pool,
  principal: Principal,
  input: OversellCostInput,
  end: boolean,
): Promise<Saved> {
  if (!can(principal.role, 'write_policies')) return forbidden(principal);
  const actor = actorOf(principal);
  return saveOversellCost(pool, input, end, actor, (client, before) =>
    writeAudit(client, {
      actor,
      action: end ? 'oversell_cost.ended' : 'oversell_cost.set',
      subject: input.channel || 'all channels',
      details: { before, after: end ? null : input },
    }),
  );
}

/** The same of a channel's cancellation limit. */
export async function saveCancellationLimitAs(
  pool: Pool,
  principal: Principal,
  input: CancellationLimitInput,
  end: boolean,
): Promise<Saved> {
  if (!can(principal.role, 'write_policies')) return forbidden(principal);
  const actor = actorOf(principal);
  return saveCancellationLimit(pool, input, end, actor, (client, before) =>
    writeAudit(client, {
      actor,
      action: end ? 'cancellation_limit.ended' : 'cancellation_limit.set',
      subject: `${input.channel || 'all channels'}/${input.name}`,
      details: { before, after: end ? null : input },
    }),
  );
}

function forbidden({ role }: Principal): Saved {
  return { ok: false, code: 'forbidden', detail: `The role ${role} may not set this. Nothing was changed.` };
}
