import type {
  MoveTransfer,
  ReceiveTransfer,
  SaveTransfer,
  TransferDetail,
} from '@/lib/transfers/transfer-document';
import type { TransferStatus } from '@/lib/transfers/transfer-status';

export type TransferAnswer =
  | { ok: true; version?: number }
  | { ok: false; code: string; detail: string; theirs?: TransferDetail; version?: number };

export interface TransferActions {
  save: (input: SaveTransfer) => Promise<TransferAnswer>;
  move: (input: MoveTransfer) => Promise<TransferAnswer>;
  receive: (input: ReceiveTransfer) => Promise<TransferAnswer>;
  findCodes: (codes: string[]) => Promise<{ code: string; sku: string }[]>;
  mayCloseShort: boolean;
}

export const statusWords: Record<TransferStatus, string> = {
  draft: 'Draft',
  ready: 'Ready',
  in_transit: 'In transit',
  partly_received: 'Partly received',
  received: 'Received',
  closed_short: 'Closed short',
  cancelled: 'Cancelled',
};
