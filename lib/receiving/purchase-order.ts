import { z } from 'zod';
import { onceSchema } from '@/lib/ledger/by-hand';
import { instantSchema } from '@/lib/shared/clock';
import { quantityOrZeroSchema, quantitySchema } from '@/lib/shared/quantity';
import { codeSchema, idSchema, textSchema } from '@/lib/shared/text';
import type { PurchaseOrderStatus } from './purchase-order-status';

export const purchase_order_lines_max = 500;

/** What is ordered of a supplier, one line per SKU. */
export const purchaseOrderPlanSchema = z
  .strictObject({
    supplier: z.string().trim().min(1).max(200),
    node: codeSchema,
    expectedAt: instantSchema.optional(),
    note: textSchema.optional(),
    lines: z
      .array(z.strictObject({ sku: codeSchema, units: quantitySchema }))
      .min(1)
      .max(purchase_order_lines_max),
  })
  .superRefine(({ lines }, context) => {
    const seen = new Set<string>();
    lines.forEach(({ sku }, index) => {
      if (seen.has(sku))
        context.addIssue({
          code: 'custom',
          path: ['lines', index, 'sku'],
          message: 'stands in another line',
        });
      seen.add(sku);
    });
  });
export type PurchaseOrderPlan = z.output<typeof purchaseOrderPlanSchema>;

const key = onceSchema.shape.key;

/** A purchase order as somebody leaves it, with the version they saw; 0: it is new; absent: whatever stands there. */
export const savePurchaseOrderSchema = z.strictObject({
  key,
  purchaseOrder: idSchema,
  seen: z.int().nonnegative().optional(),
  plan: purchaseOrderPlanSchema,
});
export type SavePurchaseOrder = z.output<typeof savePurchaseOrderSchema>;

/** Nothing more is expected of it; or something is again. */
export const closePurchaseOrderSchema = z.strictObject({
  key,
  purchaseOrder: idSchema,
  seen: z.int().positive(),
  closed: z.boolean(),
});
export type ClosePurchaseOrder = z.output<typeof closePurchaseOrderSchema>;

/** What has arrived, of a purchase order or of none. More than is expected needs a word that this is so. */
export const receiveDeliverySchema = z.strictObject({
  ...onceSchema.shape,
  purchaseOrder: idSchema.optional(),
  /** The version of the purchase order that was seen. */
  seen: z.int().nonnegative(),
  node: codeSchema,
  confirmOver: z.boolean(),
  lines: z
    .array(z.strictObject({ sku: codeSchema, received: quantityOrZeroSchema, damaged: quantityOrZeroSchema }))
    .min(1)
    .max(purchase_order_lines_max),
});
export type ReceiveDelivery = z.output<typeof receiveDeliverySchema>;

export interface PurchaseOrderLineItem {
  sku: string;
  name: string;
  barcodes: string[];
  /** As ordered; what came, fit to be sold and damaged. */
  units: number;
  received: number;
  damaged: number;
}

/** A purchase order with the sums of its lines, in single units. */
export interface PurchaseOrderItem {
  purchaseOrder: string;
  supplier: string;
  node: string;
  status: PurchaseOrderStatus;
  /** Something is open after the time it was expected at. */
  late: boolean;
  expectedAt?: string;
  note: string;
  version: number;
  createdAt: string;
  skus: number;
  units: number;
  received: number;
  damaged: number;
  /** Still expected, line by line: more of one SKU does not make up for another. */
  onOrder: number;
}

export interface PurchaseOrderDetail extends PurchaseOrderItem {
  lines: PurchaseOrderLineItem[];
}

export type ReceivingRefusal = {
  ok: false;
  code: string;
  detail: string;
  /** What stands there now, where somebody else was faster. */
  theirs?: PurchaseOrderDetail;
};
export type ReceivingDone = { ok: true; version: number } | ReceivingRefusal;

export function purchaseOrderStatusOf({
  closed,
  onOrder,
  arrived,
}: {
  closed: boolean;
  onOrder: number;
  arrived: number;
}): PurchaseOrderStatus {
  if (onOrder === 0) return 'received';
  if (closed) return 'closed';
  return arrived > 0 ? 'partly_received' : 'open';
}

/** Why a delivery cannot be taken in so; null: it can. */
export function deliveryRefusal(
  { status, lines }: Pick<PurchaseOrderDetail, 'status' | 'lines'>,
  delivered: ReceiveDelivery['lines'],
  confirmOver: boolean,
): ReceivingRefusal | null {
  const refuse = (code: string, detail: string): ReceivingRefusal => ({ ok: false, code, detail });
  if (status === 'closed')
    return refuse(
      'purchase_order_closed',
      'This purchase order is closed: nothing more is expected of it. Open it again, or receive without an order.',
    );
  const bySku = new Map(lines.map((line) => [line.sku, line]));
  const over: string[] = [];
  for (const { sku, received, damaged } of delivered) {
    const line = bySku.get(sku);
    if (line === undefined && received + damaged > 0)
      return refuse(
        'not_on_order',
        `${sku} is not on this purchase order: receive it by itself. Nothing was recorded.`,
      );
    if (line === undefined) continue;
    const more = received + damaged - Math.max(0, line.units - line.received - line.damaged);
    if (received + damaged > 0 && more > 0) over.push(`${sku} ${more}`);
  }
  if (over.length > 0 && !confirmOver)
    return refuse(
      'over_receipt',
      `More than was ordered: ${over.join(', ')}. Confirm that these units are really here.`,
    );
  return null;
}
