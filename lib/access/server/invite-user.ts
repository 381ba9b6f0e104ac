import type { Pool } from 'pg';
import type { Invite } from '../entry-link';
import { createInviteLink } from './create-invite-link';
import { writeAudit } from './write-audit';

/** Invites somebody on behalf of a person: the link is in the answer and nowhere else. */
export async function inviteUser(
  pool: Pool,
  invite: Invite,
  actor: string,
): Promise<{ ok: true; link: string } | { ok: false; code: 'email_taken'; detail: string }> {
  const made = await createInviteLink({ ...invite, createdBy: actor });
  if ('code' in made) return { ok: false, ...made };
  const { email, role, nodes = [] } = invite;
  await writeAudit(pool, { actor, action: 'user.invited', subject: email, details: { role, nodes } });
  return { ok: true, link: made.link };
}
