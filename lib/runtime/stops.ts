import type { Pool } from 'pg';
import { actorOf, isWithin, type Principal } from '@/lib/access/principal';
import { can } from '@/lib/access/roles';
import { writeAudit } from '@/lib/access/server/write-audit';
import type { NewStop } from '@/lib/catalog/selling-stop';
import { readStop } from '@/lib/channels/server/list-stops';
import { type ResumeSelling, resumeSelling } from '@/lib/channels/server/resume-selling';
import { type StopSelling, stopSelling } from '@/lib/channels/server/stop-selling';

interface Denied {
  ok: false;
  code: 'forbidden' | 'outside_limits';
  detail: string;
}

/** Stops selling for a person or a key that may, and leaves a line in the trail. */
export async function stopSellingAs(
  pool: Pool,
  input: NewStop,
  principal: Principal,
): Promise<StopSelling | Denied> {
  const denied = deniedFor(principal, input.channel ?? null);
  if (denied !== null) return denied;
  const actor = actorOf(principal);
  return stopSelling(pool, input, actor, (client, stop, listings) =>
    writeAudit(client, {
      actor,
      action: 'selling.stopped',
      subject: subjectOf(stop),
      details: { stop: stop.id, sku: stop.sku, channel: stop.channel, reason: stop.reason, listings },
    }),
  );
}

export async function resumeSellingAs(
  pool: Pool,
  id: string,
  reason: string | null,
  principal: Principal,
): Promise<ResumeSelling | Denied> {
  const stop = await readStop(pool, id);
  const denied = deniedFor(principal, stop === null ? undefined : stop.channel);
  if (denied !== null) return denied;
  const actor = actorOf(principal);
  return resumeSelling(pool, id, reason, actor, (client, ended) =>
    writeAudit(client, {
      actor,
      action: 'selling.resumed',
      subject: subjectOf(ended),
      details: { stop: id, sku: ended.sku, channel: ended.channel, reason },
    }),
  );
}

/** A key that is limited to channels stops no SKU everywhere. `undefined`: nothing is known of the scope. */
function deniedFor(principal: Principal, channel: string | null | undefined): Denied | null {
  if (!can(principal.role, 'pause_channels'))
    return {
      ok: false,
      code: 'forbidden',
      detail: `The role ${principal.role} may not stop selling: ask a manager.`,
    };
  if (principal.channels === undefined || channel === undefined) return null;
  if (channel !== null && isWithin(principal.channels, channel)) return null;
  return {
    ok: false,
    code: 'outside_limits',
    detail: `${channel ?? 'Every channel'} lies outside what this key is limited to.`,
  };
}

function subjectOf(stop: { sku: string | null; channel: string | null }): string {
  return [stop.sku, stop.channel].filter((part) => part !== null).join(' on ');
}
