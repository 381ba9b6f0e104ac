import { createOwnerLink } from '@/lib/access/server/create-owner-link';
import { type AdminCommand, readOptions } from './command';

const usage = 'owner-link';

export const command: AdminCommand = {
  usage,
  what: 'a link by which the owner signs in (single use, 24 hours)',
  parse: (words) => {
    readOptions(usage, words, []);
    return createOwnerLink;
  },
};
