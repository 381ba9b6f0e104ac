import { z } from 'zod';
import { type HandEvent, listHandEvents } from '@/lib/ledger/server/list-hand-events';
import { screenList } from '../screen-list';

const word = z.string().max(200).optional();

/** What people entered on the screens, newest first. */
export const GET = screenList({
  permission: 'read_operations',
  filters: { type: word, listSku: word, listNode: word },
  sorts: ['recordedAt'],
  direction: 'descending',
  list: (pool, { sort: _, direction: __, listSku, listNode, ...query }) =>
    listHandEvents(pool, { ...query, sku: listSku, node: listNode }),
  csv: {
    name: 'movements',
    columns: [
      { header: 'sequence', value: (item: HandEvent) => item.sequence },
      { header: 'recorded_at', value: (item) => item.recordedAt },
      { header: 'type', value: (item) => item.type },
      { header: 'sku', value: (item) => item.sku },
      { header: 'quantity', value: (item) => item.quantity ?? '' },
      { header: 'nodes', value: (item) => item.nodes.join(', ') },
      { header: 'reason', value: (item) => String(item.content.reason ?? '') },
      { header: 'by', value: (item) => item.by },
      { header: 'refusal', value: (item) => item.refusal ?? '' },
      { header: 'reversed_by', value: (item) => item.reversedBy ?? '' },
    ],
  },
});
