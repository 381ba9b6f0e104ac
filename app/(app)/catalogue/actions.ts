'use server';

import { z } from 'zod';
import type { Applied, Done, Previewed, Saved, Stopped } from '@/components/catalogue/catalogue-types';
import { requireUser } from '@/lib/access/server/require-user';
import { problemErrors } from '@/lib/api/issues';
import { bulkEditSchema } from '@/lib/catalog/bulk-edit';
import { saveEntrySchema } from '@/lib/catalog/entries';
import type { CatalogRefusal } from '@/lib/catalog/refusal';
import { datedSafetyStockSchema } from '@/lib/catalog/schema';
import { newStopSchema } from '@/lib/catalog/selling-stop';
import { getPool } from '@/lib/db/client';
import {
  applyBulkAs,
  endSafetyStockAs,
  previewBulkAs,
  saveEntryAs,
  setSafetyStockAs,
} from '@/lib/runtime/catalog-edits';
import { resumeSellingAs, stopSellingAs } from '@/lib/runtime/stops';

/** Saves a SKU, node, channel, listing or lead time on the version that was seen. */
export async function saveEntryAction(input: unknown): Promise<Saved> {
  const parsed = saveEntrySchema.safeParse(input, { reportInput: true });
  if (!parsed.success) return invalid(parsed.error, 1);
  const saved = await saveEntryAs(getPool(), parsed.data, await requireUser());
  if (saved.ok) return { status: 'saved', version: saved.version };
  if (saved.code === 'refused') return refused(saved.refusal);
  if (saved.code === 'gone') return { status: 'refused', detail: saved.detail, errors: [] };
  return { status: 'conflict', version: saved.version, fields: saved.fields };
}

const setSchema = z.strictObject({ policy: datedSafetyStockSchema, seen: z.int().nullable().optional() });

export async function setSafetyStockAction(input: unknown): Promise<Saved> {
  const parsed = setSchema.safeParse(input, { reportInput: true });
  if (!parsed.success) return invalid(parsed.error, 1);
  const { policy, seen } = parsed.data;
  const set = await setSafetyStockAs(getPool(), policy, seen, await requireUser());
  if (set.ok) return { status: 'saved', version: set.policy.policy };
  if (set.code === 'refused') return refused(set.refusal);
  if (set.code === 'in_the_past')
    return { status: 'refused', detail: set.detail, errors: [{ field: 'from', detail: set.detail }] };
  return { status: 'conflict', version: set.theirs?.policy ?? null, fields: set.fields };
}

export async function endSafetyStockAction(policy: number): Promise<Done> {
  const parsed = z.int().positive().safeParse(policy);
  if (!parsed.success) return { ok: false, detail: 'There is no such policy.' };
  const ended = await endSafetyStockAs(getPool(), parsed.data, await requireUser());
  if (ended.ok) return { ok: true };
  return { ok: false, detail: ended.code === 'refused' ? ended.refusal.detail : ended.detail };
}

export async function previewBulkAction(edit: unknown): Promise<Previewed> {
  const parsed = bulkEditSchema.safeParse(edit, { reportInput: true });
  if (!parsed.success) return { ok: false, detail: sentence(parsed.error) };
  const previewed = await previewBulkAs(getPool(), parsed.data, await requireUser());
  if (previewed.ok) return previewed;
  return { ok: false, detail: previewed.code === 'refused' ? previewed.refusal.detail : previewed.detail };
}

const applySchema = z.strictObject({ edit: bulkEditSchema, token: z.string(), leaveOutRefused: z.boolean() });

export async function applyBulkAction(input: unknown): Promise<Applied> {
  const parsed = applySchema.safeParse(input, { reportInput: true });
  if (!parsed.success) return { ok: false, detail: sentence(parsed.error) };
  const { edit, token, leaveOutRefused } = parsed.data;
  const applied = await applyBulkAs(getPool(), edit, token, leaveOutRefused, await requireUser());
  if (applied.ok) return applied;
  return { ok: false, detail: applied.code === 'refused' ? applied.refusal.detail : applied.detail };
}

export async function stopSellingAction(input: unknown): Promise<Stopped> {
  const parsed = newStopSchema.safeParse(input, { reportInput: true });
  if (!parsed.success) return { ok: false, detail: sentence(parsed.error) };
  const stopped = await stopSellingAs(getPool(), parsed.data, await requireUser());
  return stopped.ok ? { ok: true, id: stopped.stop.id, listings: stopped.listings } : stopped;
}

const resumeSchema = z.strictObject({ id: z.string().min(1).max(64), reason: z.string().trim().max(1000) });

export async function resumeSellingAction(input: unknown): Promise<Done> {
  const parsed = resumeSchema.safeParse(input);
  if (!parsed.success) return { ok: false, detail: 'There is no such stop.' };
  const { id, reason } = parsed.data;
  const resumed = await resumeSellingAs(getPool(), id, reason === '' ? null : reason, await requireUser());
  return resumed.ok ? { ok: true } : { ok: false, detail: resumed.detail };
}

function refused(refusal: CatalogRefusal): Saved {
  return {
    status: 'refused',
    detail: refusal.detail,
    errors: refusal.findings.map(({ path, detail }) => ({
      field: path.slice(2).map(String).join('.'),
      detail,
    })),
  };
}

/** `outer`: how many parts of a path lie around the entry itself. */
function invalid(error: z.ZodError, outer: number): Saved {
  const errors = problemErrors(error.issues, (path) => path.slice(outer).map(String).join('.'));
  return {
    status: 'refused',
    detail: `${sentence(error)} Nothing was written.`,
    errors: errors.map(({ pointer, detail }) => ({ field: pointer, detail })),
  };
}

function sentence(error: z.ZodError): string {
  const [first] = problemErrors(error.issues, (path) => path.slice(1).map(String).join(' '));
  return first === undefined ? 'This cannot be read.' : `${`${first.pointer} ${first.detail}`.trim()}.`;
}
