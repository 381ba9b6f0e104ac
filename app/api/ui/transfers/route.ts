import { z } from 'zod';
import { listTransfers } from '@/lib/transfers/server/list-transfers';
import type { TransferItem } from '@/lib/transfers/transfer-document';
import { transferStatuses } from '@/lib/transfers/transfer-status';
import { screenList } from '../screen-list';

/** Transfers, the newest first. */
export const GET = screenList({
  permission: 'read_operations',
  filters: { status: z.enum(transferStatuses).optional(), node: z.string().max(200).optional() },
  sorts: ['createdAt'],
  direction: 'descending',
  list: (pool, { sort: _, direction: __, ...query }) => listTransfers(pool, query),
  csv: {
    name: 'transfers',
    columns: [
      { header: 'transfer', value: (item: TransferItem) => item.transfer },
      { header: 'status', value: (item) => item.status },
      { header: 'late', value: (item) => String(item.late) },
      { header: 'from', value: (item) => item.from },
      { header: 'to', value: (item) => item.to },
      { header: 'expected_at', value: (item) => item.expectedAt ?? '' },
      { header: 'units', value: (item) => item.units },
      { header: 'in_transit', value: (item) => item.inTransit },
      { header: 'received', value: (item) => item.received },
      { header: 'damaged', value: (item) => item.damaged },
      { header: 'missing', value: (item) => item.missing },
    ],
  },
});
