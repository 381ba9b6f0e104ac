import { z } from 'zod';
import { type DiscrepancyItem, listDiscrepancies } from '@/lib/discrepancies/server/list-discrepancies';
import { screenList } from '../screen-list';

const word = z.string().max(200).optional();

/** Cases, newest first; without a choice the open ones beyond tolerance. */
export const GET = screenList({
  permission: 'read_operations',
  filters: { show: z.enum(['open', 'resolved']).optional(), sku: word, node: word },
  sorts: ['recordedAt'],
  direction: 'descending',
  list: (pool, { sort: _, direction: __, show, ...query }) =>
    listDiscrepancies(pool, { ...query, status: show ?? 'open', beyond: show === undefined }),
  csv: {
    name: 'discrepancies',
    columns: [
      { header: 'sku', value: (item: DiscrepancyItem) => item.sku },
      { header: 'node', value: (item) => item.node },
      { header: 'kind', value: (item) => item.kind },
      { header: 'as_of', value: (item) => item.occurredAt },
      { header: 'books', value: (item) => item.expectedNow ?? item.expected },
      { header: 'actual', value: (item) => item.actual },
      { header: 'difference', value: (item) => item.difference },
      { header: 'class', value: (item) => item.class },
      { header: 'tolerance', value: (item) => item.tolerance },
      { header: 'likely_cause', value: (item) => item.causes[0]?.detail ?? '' },
      { header: 'status', value: (item) => item.status },
      { header: 'resolution', value: (item) => item.resolution ?? '' },
    ],
  },
});
