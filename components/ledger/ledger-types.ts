import type { PostingItem } from '@/components/stock/stock-types';

export type LedgerItem = PostingItem & { actorName: string };

/** The answer of `/api/ui/ledger-event`. */
export interface EventDetail {
  sequence: number;
  source: string;
  id: string;
  type: string;
  sku: string;
  quantity: number | null;
  occurredAt: string;
  recordedAt: string;
  actor: string;
  actorName: string;
  content: Record<string, unknown>;
  hash: string;
  digest: string;
  refusal: { code: string; detail: string | null } | null;
  shortfall: number | null;
  postings: PostingItem[];
  seal: { seal: number; sealedAt: string; root: string } | null;
  reversedBy: number | null;
  reverses: number | null;
  reversible: boolean;
}

/** A request to take an event back. `request` and `askedAt` are made once per question, so that asking twice does it once. */
export interface ReverseEventInput {
  sku: string;
  sequence: number;
  request: string;
  askedAt: string;
  reason: string;
}

/** Gives why it was refused; nothing: done. */
export type ReverseEvent = (input: ReverseEventInput) => Promise<string | undefined>;
