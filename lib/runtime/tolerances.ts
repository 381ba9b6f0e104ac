import type { Pool } from 'pg';
import { actorOf, type Principal } from '@/lib/access/principal';
import { can } from '@/lib/access/roles';
import { writeAudit } from '@/lib/access/server/write-audit';
import { type SavedTolerance, saveTolerance } from '@/lib/discrepancies/server/tolerances';
import type { SaveTolerance } from '@/lib/discrepancies/tolerance';

/** Sets how far the numbers of a class may be off, for somebody who may write policies. */
export async function saveToleranceAs(
  pool: Pool,
  principal: Principal,
  input: SaveTolerance,
): Promise<SavedTolerance> {
  if (!can(principal.role, 'write_policies'))
    return { ok: false, code: 'forbidden', detail: 'A manager sets tolerances. Nothing was changed.' };
  const actor = actorOf(principal);
  return saveTolerance(pool, input, actor, (client) =>
    writeAudit(client, {
      actor,
      action: 'tolerance.saved',
      subject: input.class,
      details: { units: input.units, percent: input.percent },
    }),
  );
}
