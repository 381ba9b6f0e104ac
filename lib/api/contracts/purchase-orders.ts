import { z } from 'zod';
import { purchaseOrderPlanSchema } from '@/lib/receiving/purchase-order';
import { purchaseOrderStatuses } from '@/lib/receiving/purchase-order-status';
import { codeSchema, idSchema } from '@/lib/shared/text';
import { contract } from '../contract';
import { listQuery, pageSchema } from '../list-query';

const units = z.int().describe('Single units.');
const purchaseOrderSchema = z.object({
  purchaseOrder: z.string(),
  supplier: z.string(),
  node: z.string(),
  status: z.enum(purchaseOrderStatuses),
  late: z.boolean(),
  expectedAt: z.string().optional(),
  note: z.string(),
  version: z.int(),
  createdAt: z.string(),
  skus: z.int(),
  units,
  received: units,
  damaged: units,
  onOrder: units.describe('Still expected; 0 once it is closed.'),
});
const detailSchema = purchaseOrderSchema.extend({
  lines: z.array(
    z.object({
      sku: z.string(),
      name: z.string(),
      barcodes: z.array(z.string()),
      units,
      received: units,
      damaged: units,
    }),
  ),
});
const params = z.object({ id: idSchema });
const kept = z.object({ purchaseOrder: z.string(), version: z.int() });

export const getPurchaseOrdersContract = contract({
  method: 'GET',
  path: '/purchase-orders',
  operation: 'listPurchaseOrders',
  tag: 'Floor',
  summary: 'List purchase orders',
  permission: 'read_operations',
  query: listQuery({
    status: z.enum(purchaseOrderStatuses).optional(),
    node: codeSchema.optional(),
    sku: codeSchema.optional(),
  }),
  answers: {
    200: { description: 'Purchase orders, newest first.', schema: pageSchema(purchaseOrderSchema) },
  },
});

export const getPurchaseOrderContract = contract({
  method: 'GET',
  path: '/purchase-orders/{id}',
  operation: 'readPurchaseOrder',
  tag: 'Floor',
  summary: 'Read a purchase order',
  permission: 'read_operations',
  params,
  answers: {
    200: { description: 'With its lines and what came of each.', schema: detailSchema },
    404: { description: 'There is no such purchase order.' },
  },
});

export const putPurchaseOrderContract = contract({
  method: 'PUT',
  path: '/purchase-orders/{id}',
  operation: 'savePurchaseOrder',
  tag: 'Floor',
  summary: 'Place or change a purchase order',
  description:
    'Takes the place of what stands under the number; with `seen` only where it still has that version. What has come of it is reported by receipt events that name it in `purchaseOrder`.',
  permission: 'write_skus_and_nodes',
  params,
  body: purchaseOrderPlanSchema.safeExtend({
    seen: z.int().nonnegative().optional().describe('The version read last; 0: it must be new.'),
  }),
  answers: {
    200: { description: 'Kept.', schema: kept },
    409: { description: 'version_conflict.' },
    422: { description: 'unknown_name or outside_limits.' },
  },
});

export const closePurchaseOrderContract = contract({
  method: 'POST',
  path: '/purchase-orders/{id}/close',
  operation: 'closePurchaseOrder',
  tag: 'Floor',
  summary: 'Close a purchase order, or open it again',
  description: 'Nothing more is expected of a closed one, and nothing is counted on.',
  permission: 'write_skus_and_nodes',
  params,
  body: z.strictObject({ seen: z.int().positive(), closed: z.boolean().default(true) }),
  answers: {
    200: { description: 'Done.', schema: kept },
    404: { description: 'There is no such purchase order.' },
    409: { description: 'version_conflict.' },
    422: { description: 'outside_limits.' },
  },
});
