export const purchaseOrderStatuses = ['open', 'partly_received', 'received', 'closed'] as const;

export type PurchaseOrderStatus = (typeof purchaseOrderStatuses)[number];
