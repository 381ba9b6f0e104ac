import 'server-only';
import { createHash, randomBytes } from 'node:crypto';
import { getPrisma } from '@/lib/db/client';
import { readConfig } from '@/lib/db/config';
import { entry_link_hours_max, entry_token_bytes, entryAddress, type Invite } from '../entry-link';

export type EntryLinkWish = { kind: 'owner' } | ({ kind: 'invite'; createdBy?: string } & Invite);

/** Makes a one-time link and returns its address. Only the hash of its token is stored. */
export async function createEntryLink(wish: EntryLinkWish): Promise<string> {
  const token = randomBytes(entry_token_bytes).toString('base64url');
  await getPrisma().entryLink.create({
    data: {
      tokenHash: hashEntryToken(token),
      kind: wish.kind,
      email: wish.kind === 'invite' ? wish.email : null,
      role: wish.kind === 'invite' ? wish.role : null,
      nodes: wish.kind === 'invite' ? [...(wish.nodes ?? [])] : [],
      ...(wish.kind === 'invite' && wish.createdBy !== undefined ? { createdBy: wish.createdBy } : {}),
      expiresAt: new Date(Date.now() + entry_link_hours_max * 60 * 60 * 1000),
    },
  });
  return entryAddress(readConfig().url, token);
}

export function hashEntryToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
