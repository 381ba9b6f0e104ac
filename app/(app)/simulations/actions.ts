'use server';

import { z } from 'zod';
import { actorOf } from '@/lib/access/principal';
import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { getPool } from '@/lib/db/client';
import { simulationSchema } from '@/lib/simulation/parameters';
import { policies } from '@/lib/simulation/policies';
import { scenarios } from '@/lib/simulation/scenarios/scenarios';
import { cancelSimulation, requestSimulation } from '@/lib/simulation/server/simulation-runs';

type Done = { ok: true } | { ok: false; detail: string };

/** Hands a question to the worker and answers at once: its progress is read like everything else. */
export async function requestSimulationAction(asked: unknown): Promise<Done> {
  const parsed = simulationSchema.safeParse(asked);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, detail: `This cannot be played: ${issue?.path.join('.')} ${issue?.message}.` };
  }
  const { scenarios: played, policies: chosen } = parsed.data;
  const isKnown = played.every((name) => Object.hasOwn(scenarios, name));
  if (!isKnown || chosen.some((policy) => !Object.hasOwn(policies, policy)))
    return { ok: false, detail: 'There is no such scenario or policy.' };
  const allowed = await requirePermission('write_policies');
  if (!allowed.ok) return allowed;
  await requestSimulation(getPool(), parsed.data, actorOf(allowed.principal));
  return { ok: true };
}

export async function cancelSimulationAction(run: string): Promise<Done> {
  const parsed = z.string().min(1).max(64).safeParse(run);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('write_policies');
  if (!allowed.ok) return allowed;
  await cancelSimulation(getPool(), parsed.data);
  return { ok: true };
}
