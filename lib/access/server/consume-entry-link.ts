import 'server-only';
import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { getPrisma } from '@/lib/db/client';
import { databaseErrorKind } from '@/lib/db/errors';
import { entryTokenSchema } from '../entry-link';
import { hashEntryToken } from './create-entry-link';
import { readEntryLink } from './read-entry-link';

/** The owner has no address until they give one; this domain is reserved and receives no mail. */
export const owner_email_placeholder = 'owner@truecount.invalid';

export type EntryOutcome =
  | { userId: string }
  | { problem: 'used' | 'expired' | 'unknown' | 'details_missing' | 'email_taken' };

/**
 * Uses a link up and says who came in by it. The owner is created when there is none; an invited person is created
 * with the name and password they chose. Of two uses at the same moment one wins.
 */
export async function consumeEntryLink(
  token: unknown,
  person?: { name: string; password: string },
): Promise<EntryOutcome> {
  const link = await readEntryLink(token);
  if (link.state !== 'open') return { problem: link.state };
  if (link.kind === 'invite' && person === undefined) return { problem: 'details_missing' };
  const tokenHash = hashEntryToken(entryTokenSchema.parse(token));
  const password = person === undefined ? null : await hashPassword(person.password);
  try {
    return await getPrisma().$transaction(async (transaction) => {
      const now = new Date();
      const { count } = await transaction.entryLink.updateMany({
        where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
        data: { usedAt: now },
      });
      if (count === 0) return { problem: 'used' as const };
      const { kind, email, role, nodes } = await transaction.entryLink.findUniqueOrThrow({
        where: { tokenHash },
      });
      if (kind === 'owner') {
        const owner = await transaction.user.findFirst({ where: { owner: true }, select: { id: true } });
        if (owner !== null) return { userId: owner.id };
        const id = randomUUID();
        await transaction.user.create({
          data: { id, name: 'Owner', email: owner_email_placeholder, role: 'admin', owner: true },
        });
        return { userId: id };
      }
      if (email === null || role === null || person === undefined || password === null)
        throw new Error('an invite without e-mail, role or person');
      const id = randomUUID();
      await transaction.user.create({
        data: {
          id,
          name: person.name,
          email,
          role,
          nodes,
          accounts: { create: { id: randomUUID(), providerId: 'credential', accountId: id, password } },
        },
      });
      return { userId: id };
    });
  } catch (error) {
    // Nothing of the transaction stands, so the link is still good.
    if (databaseErrorKind(error) === 'unique' && link.kind === 'invite') return { problem: 'email_taken' };
    throw error;
  }
}
