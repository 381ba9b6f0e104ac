import { z } from 'zod';
import { listPolicyScopes } from '@/lib/allocation/server/list-policy-scopes';
import { screenList } from '../screen-list';

const word = z.string().max(200).optional();

export const GET = screenList({
  permission: 'read_operations',
  filters: {
    search: word,
    of: z.enum(['all', 'category', 'sku']).optional(),
    channel: word,
    status: z.enum(['draft', 'scheduled', 'in_force', 'ended']).optional(),
  },
  sorts: ['scope'],
  list: (pool, { sort: _, ...query }) => listPolicyScopes(pool, query),
});
