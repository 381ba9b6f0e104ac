import type { Role } from '@/lib/access/roles';

/** What a role may do, in a sentence. */
export const roleWords: Record<Role, string> = {
  viewer: 'Reads everything but secrets, users and the audit log.',
  operator: 'Also receives, transfers, returns, adjusts and counts; acknowledges alerts.',
  manager: 'Also catalogue, policies, orders, channels to pause, variances to approve.',
  admin: 'Everything, users and keys among it.',
  integration: 'Events, reservations, SKUs and nodes; reads positions and listings.',
};
