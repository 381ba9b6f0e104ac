import { z } from 'zod';
import type { PurchaseOrderItem } from '@/lib/receiving/purchase-order';
import { purchaseOrderStatuses } from '@/lib/receiving/purchase-order-status';
import { listPurchaseOrders } from '@/lib/receiving/server/list-purchase-orders';
import { screenList } from '../screen-list';

/** Purchase orders, the newest first. */
export const GET = screenList({
  permission: 'read_operations',
  filters: {
    status: z.enum(purchaseOrderStatuses).optional(),
    node: z.string().max(200).optional(),
    sku: z.string().max(200).optional(),
  },
  sorts: ['createdAt'],
  direction: 'descending',
  list: (pool, { sort: _, direction: __, ...query }) => listPurchaseOrders(pool, query),
  csv: {
    name: 'purchase-orders',
    columns: [
      { header: 'purchase_order', value: (item: PurchaseOrderItem) => item.purchaseOrder },
      { header: 'supplier', value: (item) => item.supplier },
      { header: 'node', value: (item) => item.node },
      { header: 'status', value: (item) => item.status },
      { header: 'late', value: (item) => String(item.late) },
      { header: 'expected_at', value: (item) => item.expectedAt ?? '' },
      { header: 'units', value: (item) => item.units },
      { header: 'received', value: (item) => item.received },
      { header: 'damaged', value: (item) => item.damaged },
      { header: 'on_order', value: (item) => item.onOrder },
    ],
  },
});
