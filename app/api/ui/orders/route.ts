import { z } from 'zod';
import { wholeNumberParameter } from '@/lib/api/list-query';
import { orderStatuses } from '@/lib/ledger/server/list-orders';
import { listOrderLines, type OrderLineItem } from '@/lib/orders/server/list-order-lines';
import { screenList } from '../screen-list';

const word = z.string().max(200).optional();

/** Order lines: those that wait first. */
export const GET = screenList({
  permission: 'read_operations',
  filters: {
    status: z.enum([...orderStatuses, 'marked']).optional(),
    channel: word,
    sku: word,
    node: word,
    search: word,
    hoursMin: wholeNumberParameter(1, 100_000).optional(),
  },
  sorts: ['waiting'],
  list: (pool, { sort: _, direction: __, ...query }) => listOrderLines(pool, query),
  csv: {
    name: 'orders',
    columns: [
      { header: 'channel', value: (item: OrderLineItem) => item.channel },
      { header: 'order', value: (item) => item.order },
      { header: 'line', value: (item) => item.line },
      { header: 'sku', value: (item) => item.sku },
      { header: 'placed_at', value: (item) => item.placedAt },
      { header: 'status', value: (item) => item.status },
      { header: 'ordered', value: (item) => item.ordered },
      { header: 'cancelled', value: (item) => item.cancelled },
      { header: 'shipped', value: (item) => item.shipped },
      { header: 'returned', value: (item) => item.returned },
      { header: 'backordered', value: (item) => item.backordered },
      {
        header: 'claims',
        value: (item) =>
          Object.entries(item.claims)
            .map(([node, units]) => `${node} ${units}`)
            .join(', '),
      },
      { header: 'marked', value: (item) => item.mark?.reason ?? '' },
    ],
  },
});
