import 'server-only';
import { getPrisma } from '@/lib/db/client';
import type { Invite } from '../entry-link';
import { createEntryLink } from './create-entry-link';

/** Invites somebody: the link creates the user when it is used, with a password they choose. Refused for a known e-mail. */
export async function createInviteLink(
  invite: Invite & { createdBy?: string },
): Promise<{ link: string } | { code: 'email_taken'; detail: string }> {
  const known = await getPrisma().user.findUnique({ where: { email: invite.email }, select: { id: true } });
  if (known !== null)
    return {
      code: 'email_taken',
      detail: `${invite.email} can already sign in; there is nothing to invite.`,
    };
  return { link: await createEntryLink({ kind: 'invite', ...invite }) };
}
