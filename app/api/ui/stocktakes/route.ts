import { z } from 'zod';
import { listStocktakes } from '@/lib/stocktake/server/list-stocktakes';
import type { StocktakeItem } from '@/lib/stocktake/stocktake-document';
import { stocktakeStatuses } from '@/lib/stocktake/stocktake-states';
import { screenList } from '../screen-list';

/** Stocktakes, the newest first; `mine`: those given to whoever asks. */
export const GET = screenList({
  permission: 'read_operations',
  filters: {
    status: z.enum(stocktakeStatuses).optional(),
    node: z.string().max(200).optional(),
    mine: z.literal('1').optional(),
  },
  sorts: ['createdAt'],
  direction: 'descending',
  list: (pool, { sort: _, direction: __, mine, ...query }, principal) =>
    listStocktakes(pool, {
      ...query,
      ...(mine === undefined ? {} : { assignedTo: `${principal.kind}:${principal.id}` }),
    }),
  csv: {
    name: 'stocktakes',
    columns: [
      { header: 'stocktake', value: (item: StocktakeItem) => item.stocktake },
      { header: 'node', value: (item) => item.node },
      { header: 'scope', value: (item) => item.scope },
      { header: 'value', value: (item) => item.value },
      { header: 'status', value: (item) => item.status },
      { header: 'opened_at', value: (item) => item.createdAt },
      { header: 'lines', value: (item) => item.lines },
      { header: 'counted', value: (item) => item.counted },
      { header: 'right', value: (item) => item.right },
      { header: 'found', value: (item) => item.found },
      { header: 'missing', value: (item) => item.missing },
    ],
  },
});
