import type { Pool } from 'pg';
import { actorOf, type Principal } from '@/lib/access/principal';
import { can } from '@/lib/access/roles';
import { writeAudit } from '@/lib/access/server/write-audit';
import type { DestinationInput } from '@/lib/alerts/delivery';
import { type DeliveryDeps, sendTest } from '@/lib/alerts/server/deliver';
import { type SaveDestination, saveDestination } from '@/lib/alerts/server/save-destination';
import { isLoopbackHost } from '@/lib/channels/open/allowed-address';
import { getPool } from '@/lib/db/client';
import { readConfig, readSecretKey } from '@/lib/db/config';
import { getLog } from '@/lib/shared/server/log';

/** What telling of alerts is given in this process. */
export function deliveryDeps(): DeliveryDeps {
  const { host, url } = readConfig();
  return {
    pool: getPool(),
    log: getLog(),
    secretKey: readSecretKey(),
    origin: url,
    allowInside: isLoopbackHost(host),
  };
}

interface Forbidden {
  ok: false;
  code: 'forbidden';
  detail: string;
}

/** Sets up a destination for somebody who may, and leaves a line in the trail, without its secret. */
export async function saveDestinationAs(
  pool: Pool,
  principal: Principal,
  input: DestinationInput,
  seen: { destination: string; version: number } | null,
): Promise<SaveDestination | Forbidden> {
  if (!can(principal.role, 'write_settings')) return forbidden(principal);
  const actor = actorOf(principal);
  const { secret: _, ...shown } = input;
  return saveDestination(pool, input, seen, actor, readSecretKey(), (client, destination) =>
    writeAudit(client, {
      actor,
      action: seen === null ? 'alert_destination.created' : 'alert_destination.changed',
      subject: destination,
      details: shown,
    }),
  );
}

/** Sends a test message; says why it did not arrive. */
export async function testDestinationAs(
  principal: Principal,
  destination: string,
): Promise<{ ok: true } | Forbidden | { ok: false; code: 'not_found' | 'not_delivered'; detail: string }> {
  if (!can(principal.role, 'write_settings')) return forbidden(principal);
  const failure = await sendTest(deliveryDeps(), destination);
  if (failure === undefined) return { ok: false, code: 'not_found', detail: 'There is no such destination.' };
  return failure === null ? { ok: true } : { ok: false, code: 'not_delivered', detail: failure };
}

function forbidden({ role }: Principal): Forbidden {
  return {
    ok: false,
    code: 'forbidden',
    detail: `The role ${role} may not set up where alerts are told. Nothing was changed.`,
  };
}
