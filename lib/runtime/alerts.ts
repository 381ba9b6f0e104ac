import type { Pool } from 'pg';
import { actorOf, isWithin, type Principal } from '@/lib/access/principal';
import { can, type Permission } from '@/lib/access/roles';
import { writeAudit } from '@/lib/access/server/write-audit';
import type { Alert } from '@/lib/alerts/alert';
import type { HandledItem } from '@/lib/alerts/alert-item';
import type { AlertAction } from '@/lib/alerts/handle';
import { handleAlerts } from '@/lib/alerts/server/handle-alerts';
import { addSilence, endSilence } from '@/lib/alerts/server/save-silence';
import { type SaveThreshold, saveThreshold } from '@/lib/alerts/server/save-threshold';
import type { SilenceInput, SilenceItem } from '@/lib/alerts/silence';
import type { ThresholdInput } from '@/lib/alerts/threshold-input';

const needs: Readonly<Record<AlertAction['action'], Permission>> = {
  acknowledge: 'handle_alerts',
  snooze: 'handle_alerts',
  assign: 'handle_alerts',
  undo: 'handle_alerts',
  resolve: 'resolve_alerts',
};

export type HandleAlerts =
  | { ok: true; items: HandledItem[] }
  | { ok: false; code: 'forbidden' | 'unknown_owner'; detail: string };

/** Does something with alerts for a person or a key that may: by role, and within their nodes and channels. */
export async function handleAlertsAs(
  pool: Pool,
  principal: Principal,
  ids: readonly string[],
  action: AlertAction,
): Promise<HandleAlerts> {
  if (!can(principal.role, needs[action.action]))
    return {
      ok: false,
      code: 'forbidden',
      detail: `The role ${principal.role} may not ${action.action} alerts. Nothing was changed.`,
    };
  if (action.action === 'assign' && action.owner !== null && !(await mayOwn(pool, action.owner)))
    return {
      ok: false,
      code: 'unknown_owner',
      detail: 'Nobody of that name can take alerts. Nothing was changed.',
    };
  return {
    ok: true,
    items: await handleEach(
      pool,
      principal,
      ids.map((id) => ({ id, action })),
    ),
  };
}

/** Takes back what was done last with these alerts, each as of the version it got. */
export async function undoAlertsAs(
  pool: Pool,
  principal: Principal,
  items: readonly { id: string; version: number }[],
): Promise<HandleAlerts> {
  if (!can(principal.role, needs.undo))
    return {
      ok: false,
      code: 'forbidden',
      detail: `The role ${principal.role} may not handle alerts. Nothing was changed.`,
    };
  const asked = items.map(({ id, version }) => ({ id, action: { action: 'undo' as const, version } }));
  return { ok: true, items: await handleEach(pool, principal, asked) };
}

function handleEach(
  pool: Pool,
  principal: Principal,
  asked: readonly { id: string; action: AlertAction }[],
): Promise<HandledItem[]> {
  return handleAlerts(pool, asked, actorOf(principal), (alert) => outside(principal, alert));
}

/** People an alert can be given to, by name. */
export async function listOwners(pool: Pool): Promise<{ owner: string; name: string }[]> {
  const { rows } = await pool.query<{ owner: string; name: string; role: Principal['role'] }>(
    `SELECT 'user:' || id AS owner, name, role FROM "user" WHERE NOT banned ORDER BY lower(name), id LIMIT 2000`,
  );
  return rows.filter(({ role }) => can(role, 'handle_alerts')).map(({ owner, name }) => ({ owner, name }));
}

async function mayOwn(pool: Pool, owner: string): Promise<boolean> {
  return (await listOwners(pool)).some((person) => person.owner === owner);
}

function outside(principal: Principal, { node, channel }: Alert): string | null {
  if (node !== '' && !isWithin(principal.nodes, node))
    return `${node} lies outside the nodes you are limited to.`;
  if (channel !== '' && !isWithin(principal.channels, channel))
    return `${channel} lies outside the channels this key is limited to.`;
  return null;
}

/** Sets a threshold, or ends it, for somebody who may write policies, and leaves a line in the trail. */
export async function saveThresholdAs(
  pool: Pool,
  principal: Principal,
  input: ThresholdInput,
  end: boolean,
): Promise<SaveThreshold | { ok: false; code: 'forbidden'; detail: string }> {
  if (!can(principal.role, 'write_policies'))
    return {
      ok: false,
      code: 'forbidden',
      detail: `The role ${principal.role} may not set thresholds. Nothing was changed.`,
    };
  const actor = actorOf(principal);
  return saveThreshold(pool, input, end, actor, (client, before, after) =>
    writeAudit(client, {
      actor,
      action: end ? 'alert_threshold.ended' : 'alert_threshold.set',
      subject: [input.rule, input.sku, input.category, input.node, input.channel]
        .filter((part) => part !== '')
        .join('/'),
      details: { before, after },
    }),
  );
}

type Silenced<Item> =
  | { ok: true; silence: Item }
  | { ok: false; code: 'forbidden' | 'not_found'; detail: string };

/** Keeps alerts quiet for somebody who may resolve them, and leaves a line in the trail. */
export async function addSilenceAs(
  pool: Pool,
  principal: Principal,
  input: SilenceInput,
): Promise<Silenced<SilenceItem>> {
  if (!can(principal.role, 'resolve_alerts')) return maySilence(principal);
  const actor = actorOf(principal);
  const silence = await addSilence(pool, input, actor, (client, subject) =>
    writeAudit(client, { actor, action: 'alert_silence.added', subject, details: input }),
  );
  return { ok: true, silence };
}

/** Ends a silence before its time. */
export async function endSilenceAs(
  pool: Pool,
  principal: Principal,
  id: string,
): Promise<Silenced<SilenceItem>> {
  if (!can(principal.role, 'resolve_alerts')) return maySilence(principal);
  const actor = actorOf(principal);
  const silence = await endSilence(pool, id, (client) =>
    writeAudit(client, { actor, action: 'alert_silence.ended', subject: id, details: {} }),
  );
  return silence === null
    ? { ok: false, code: 'not_found', detail: 'There is no such silence.' }
    : { ok: true, silence };
}

function maySilence({ role }: Principal): { ok: false; code: 'forbidden'; detail: string } {
  return {
    ok: false,
    code: 'forbidden',
    detail: `The role ${role} may not silence alerts. Nothing was changed.`,
  };
}
