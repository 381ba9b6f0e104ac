import { z } from 'zod';
import { listReturns, type ReturnItem } from '@/lib/returns/server/list-returns';
import { screenList } from '../screen-list';

const word = z.string().max(200).optional();

/** Units in quality control, those that wait longest first. */
export const GET = screenList({
  permission: 'read_operations',
  filters: { sku: word, node: word },
  sorts: ['since'],
  list: (pool, { sort: _, direction: __, ...query }) => listReturns(pool, query),
  csv: {
    name: 'returns',
    columns: [
      { header: 'sku', value: (item: ReturnItem) => item.sku },
      { header: 'name', value: (item) => item.name },
      { header: 'node', value: (item) => item.node },
      { header: 'units', value: (item) => item.units },
      { header: 'since', value: (item) => item.since },
    ],
  },
});
