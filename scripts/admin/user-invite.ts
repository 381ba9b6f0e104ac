import { z } from 'zod';
import { userRoles } from '@/lib/access/roles';
import { createInviteLink } from '@/lib/access/server/create-invite-link';
import { type AdminCommand, findingsOf, readOptions, UsageError } from './command';

const usage = 'user invite --email E --role admin|manager|operator|viewer';
const inviteSchema = z.strictObject({ email: z.email().toLowerCase(), role: z.enum(userRoles) });

export const command: AdminCommand = {
  usage,
  what: 'a link by which somebody joins (single use, 24 hours)',
  parse: (words) => {
    const options = readOptions(usage, words, ['email', 'role']);
    const input = inviteSchema.safeParse({
      email: options.required('email'),
      role: options.required('role'),
    });
    if (!input.success) throw new UsageError(`${findingsOf(input.error.issues)}\nUsage: ${usage}`);
    return async () => {
      const invited = await createInviteLink(input.data);
      if ('code' in invited) throw new Error(invited.detail);
      return invited.link;
    };
  },
};
