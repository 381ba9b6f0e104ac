import { nodeFiltersSchema } from '@/lib/catalog/filters';
import { listNodes, type NodeSort, nodeSorts } from '@/lib/catalog/server/list-nodes';
import { screenList } from '../../screen-list';

export const GET = screenList({
  permission: 'read_stock',
  filters: nodeFiltersSchema.shape,
  sorts: nodeSorts,
  list: (pool, query) => listNodes(pool, { ...query, sort: query.sort as NodeSort }),
});
