import 'server-only';
import { getPrisma } from '@/lib/db/client';
import { type EntryLinkState, entryTokenSchema } from '../entry-link';
import { hashEntryToken } from './create-entry-link';

/** Looks a link up without using it, so that a mail scanner that opens it burns nothing. */
export async function readEntryLink(token: unknown, now = new Date()): Promise<EntryLinkState> {
  const parsed = entryTokenSchema.safeParse(token);
  if (!parsed.success) return { state: 'unknown' };
  const link = await getPrisma().entryLink.findUnique({ where: { tokenHash: hashEntryToken(parsed.data) } });
  if (link === null) return { state: 'unknown' };
  if (link.usedAt !== null) return { state: 'used' };
  if (link.expiresAt <= now) return { state: 'expired' };
  return link.kind === 'invite' && link.email !== null
    ? { state: 'open', kind: 'invite', email: link.email }
    : { state: 'open', kind: 'owner' };
}
