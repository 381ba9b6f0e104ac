export const transferStatuses = [
  'draft',
  'ready',
  'in_transit',
  'partly_received',
  'received',
  'closed_short',
  'cancelled',
] as const;
export type TransferStatus = (typeof transferStatuses)[number];
