import type { Posting } from '../state';
import { emptyBalances, outsideAccounts, stockStates } from '../states';

type StateColumns = Record<(typeof stockStates)[number], string | null>;
type DeltaColumns = Record<
  `${(typeof stockStates)[number] | (typeof outsideAccounts)[number]}_delta`,
  string | null
>;

/** An event beside one of its postings; the posting's columns are NULL where it has none. */
export type EventPostingRow = {
  bucket: number;
  sku: string;
  sequence: string;
  xid: string;
  source: string;
  id: string;
  type: string;
  quantity: string | null;
  occurred_at: Date;
  recorded_at: Date;
  actor: string;
  content: string;
  hash: Buffer;
  digest: Buffer;
  refusal: string | null;
  detail: string | null;
  shortfall: string | null;
  node: string | null;
  p_xid: string | null;
  p_recorded_at: Date | null;
  p_occurred_at: Date | null;
  version: string | null;
} & StateColumns &
  DeltaColumns;

/** For `inventory_event e LEFT JOIN posting p`. */
export const eventPostingColumns = [
  ...['bucket', 'sku', 'sequence', 'xid', 'source', 'id', 'type', 'quantity', 'occurred_at', 'recorded_at'],
  ...['actor', 'content', 'hash', 'digest', 'refusal', 'detail', 'shortfall'],
]
  .map((column) => `e.${column}`)
  .concat(
    ['node', 'version'].map((column) => `p.${column}`),
    ['xid', 'recorded_at', 'occurred_at'].map((column) => `p.${column} AS p_${column}`),
    stockStates.flatMap((state) => [`p.${state}`, `p.${state}_delta`]),
    outsideAccounts.map((account) => `p.${account}_delta`),
  )
  .join(', ');

export function postingOf(row: EventPostingRow, node: string): Posting {
  const deltas = emptyBalances();
  const balances = emptyBalances();
  const outside = { supplier: 0, customer: 0, adjustment: 0, scrap: 0 };
  for (const state of stockStates) {
    deltas[state] = Number(row[`${state}_delta`] ?? 0);
    balances[state] = Number(row[state] ?? 0);
  }
  for (const account of outsideAccounts) outside[account] = Number(row[`${account}_delta`] ?? 0);
  return {
    sku: row.sku,
    node,
    sequence: Number(row.sequence),
    occurredAt: row.p_occurred_at?.toISOString() ?? '',
    version: Number(row.version ?? 0),
    deltas,
    outside,
    balances,
  };
}
