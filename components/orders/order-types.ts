import type { MarkForCancellation, MoveClaims, OrderLineKey } from '@/lib/orders/arrange-orders';

export const lineStatuses = ['backordered', 'open', 'waiting', 'shipped', 'cancelled'] as const;
export type LineStatus = (typeof lineStatuses)[number];

/** One order line as the list gives it; single units. */
export interface OrderLineView {
  channel: string;
  order: string;
  line: string;
  sku: string;
  placedAt: string;
  ordered: number;
  cancelled: number;
  shipped: number;
  returned: number;
  expectedReturn: number;
  open: number;
  backordered: number;
  /** Committed units per stock node. */
  claims: Record<string, number>;
  status: LineStatus;
  mark: { at: string; by: string; reason: string } | null;
}

export interface LineEvent {
  sequence: number;
  type: string;
  quantity: number | null;
  occurredAt: string;
  recordedAt: string;
  by: string;
  content: Record<string, unknown>;
  refusal: string | null;
  detail: string | null;
  nodes: string[];
}

export interface OrderLineDetailView extends OrderLineView {
  sources: string[];
  events: LineEvent[];
  givers: OrderLineView[];
}

type Done = { ok: true; filled?: number } | { ok: false; code: string; detail: string };

export interface OrderActions {
  move: (input: MoveClaims) => Promise<Done>;
  mark: (input: MarkForCancellation) => Promise<Done>;
  undoMark: (line: OrderLineKey) => Promise<Done>;
}

/** A line in the address: its four names as JSON. */
export function lineAddress({ sku, channel, order, line }: OrderLineKey): string {
  return JSON.stringify([sku, channel, order, line]);
}

export function lineOfAddress(text: string | null): OrderLineKey | null {
  try {
    const parts: unknown = JSON.parse(text ?? 'null');
    if (!Array.isArray(parts) || parts.length !== 4 || parts.some((part) => typeof part !== 'string'))
      return null;
    const [sku, channel, order, line] = parts as [string, string, string, string];
    return { sku, channel, order, line };
  } catch {
    return null;
  }
}
