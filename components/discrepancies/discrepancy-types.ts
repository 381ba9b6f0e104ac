import type { Cause } from '@/lib/discrepancies/causes';
import type { Chase, ChaseItem } from '@/lib/discrepancies/chase';
import type { AbcClass } from '@/lib/discrepancies/tolerance';
import type { AcceptReport, RecordTransfer } from '@/lib/discrepancies/ways-out';
import type { ApproveCount, CountStock } from '@/lib/stocktake/count-stock';

/** A case as the list gives it; single units. */
export interface DiscrepancyView {
  sku: string;
  sequence: number;
  node: string;
  kind: string;
  expected: number;
  expectedNow?: number;
  actual: number;
  /** actual − what the books hold as of then, with everything learned since. */
  difference: number;
  class: AbcClass;
  tolerance: number;
  beyondTolerance: boolean;
  causes: Cause[];
  document?: string;
  status: 'open' | 'resolved';
  occurredAt: string;
  recordedAt: string;
  resolvedAt?: string;
  resolvedSequence?: number;
  resolution?: 'counted' | 'superseded' | 'explained';
}

export interface CaseView extends DiscrepancyView {
  /** Who was asked, the latest first. */
  chases: ChaseItem[];
  counts: {
    sequence: number;
    counted: number;
    countedAt: string;
    variance: number;
    by: string;
    byName: string;
  }[];
}

type Done = { ok: true } | { ok: false; code: string; detail: string };

export interface DiscrepancyActions {
  recordTransfer: (input: RecordTransfer) => Promise<Done>;
  count: (input: CountStock) => Promise<Done>;
  chase: (input: Chase) => Promise<Done>;
  /** Null: the role may not. */
  acceptReport: ((input: AcceptReport) => Promise<Done>) | null;
  approveCount: ((input: ApproveCount) => Promise<Done>) | null;
}

export type CaseKey = Pick<DiscrepancyView, 'sku' | 'node' | 'sequence'>;

/** A case in an address; the SKU and the node cannot hold a space. */
export const caseAddress = ({ sequence, node, sku }: CaseKey): string => `${sequence} ${node} ${sku}`;

export function caseOfAddress(address: string | null): CaseKey | null {
  const [sequence = '', node = '', ...sku] = (address ?? '').split(' ');
  if (!/^\d+$/.test(sequence) || node === '' || sku.length === 0) return null;
  return { sequence: Number(sequence), node, sku: sku.join(' ') };
}

export const kindWords: Record<string, string> = {
  snapshot: 'Node report',
  beyond_books: 'More than the books held',
  over_receipt: 'More arrived than was sent',
  late_event: 'Late, before a posted count',
};

export const resolutionWords = {
  counted: 'Counted',
  superseded: 'Newer report',
  explained: 'Explained',
} as const;
