import type { Tone } from '@/components/ui/tone';
import type {
  ClosePurchaseOrder,
  ReceiveDelivery,
  ReceivingDone,
  SavePurchaseOrder,
} from '@/lib/receiving/purchase-order';
import type { PurchaseOrderStatus } from '@/lib/receiving/purchase-order-status';

export const statusWords: Record<PurchaseOrderStatus, string> = {
  open: 'Open',
  partly_received: 'Partly received',
  received: 'Received',
  closed: 'Closed',
};

export const statusTones: Record<PurchaseOrderStatus, Tone> = {
  open: 'information',
  partly_received: 'information',
  received: 'good',
  closed: 'neutral',
};

export interface PurchaseOrderActions {
  save: (input: SavePurchaseOrder) => Promise<ReceivingDone>;
  close: (input: ClosePurchaseOrder) => Promise<ReceivingDone>;
  findCodes: (codes: string[]) => Promise<{ code: string; sku: string }[]>;
}

export interface ReceiveActions {
  receive: (input: ReceiveDelivery) => Promise<ReceivingDone>;
  findCodes: (codes: string[]) => Promise<{ code: string; sku: string }[]>;
}

/** The address of receiving against an order. */
export function receiveHref(purchaseOrder: string) {
  return `/receive?${new URLSearchParams({ order: purchaseOrder })}` as const;
}
