'use server';

import {
  type SavedViewInput,
  type SavedViewKey,
  savedViewInputSchema,
  savedViewKeySchema,
} from '@/lib/access/saved-view';
import { deleteView } from '@/lib/access/server/delete-view';
import { requireUser } from '@/lib/access/server/require-user';
import { saveView } from '@/lib/access/server/save-view';
import { getPool } from '@/lib/db/client';

/** Keeps one of the signed-in person's own views. Gives why it could not be done. */
export async function saveViewAction(input: SavedViewInput): Promise<string | undefined> {
  const parsed = savedViewInputSchema.safeParse(input);
  if (!parsed.success) return `The view was not saved: ${parsed.error.issues[0]?.message}.`;
  const { id } = await requireUser();
  const saved = await saveView(getPool(), id, parsed.data);
  return saved ? undefined : 'There are too many views of this list. Delete one that you no longer use.';
}

/** Forgets one of the signed-in person's own views. */
export async function deleteViewAction(input: SavedViewKey): Promise<string | undefined> {
  const parsed = savedViewKeySchema.safeParse(input);
  if (!parsed.success) return 'There is no such view.';
  const { id } = await requireUser();
  await deleteView(getPool(), id, parsed.data);
  return undefined;
}
