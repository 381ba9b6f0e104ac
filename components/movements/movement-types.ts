import type { AdjustStock } from '@/lib/ledger/adjust-stock';
import type { Balances } from '@/lib/ledger/states';
import type { ReceiveStock } from '@/lib/receiving/receive-stock';
import type { MoveStock } from '@/lib/transfers/move-stock';

/** What the ledger answered to something that was entered. */
export type Posted =
  | { ok: true; sequence: number; duplicate: boolean }
  | { ok: false; code: string; detail: string; available?: number; shortBy?: number };

export interface MovementActions {
  adjust: (input: AdjustStock) => Promise<Posted>;
  receive: (input: ReceiveStock) => Promise<Posted>;
  transfer: (input: MoveStock) => Promise<Posted>;
}

/** The balances of a position with the version that counts its postings. */
export interface PositionView {
  sku: string;
  node: string;
  balances: Balances;
  version: number;
}

/** What somebody entered on a screen. */
export interface MovementItem {
  sequence: number;
  sku: string;
  type: string;
  quantity: number | null;
  occurredAt: string;
  recordedAt: string;
  content: Record<string, unknown>;
  refusal: string | null;
  detail: string | null;
  nodes: string[];
  reversedBy: number | null;
  by: string;
}
