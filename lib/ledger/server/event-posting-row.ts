import type { Posting } from '../state';
import { emptyBalances, outsideAccounts, stockStates } from '../states';

type StateColumns = Record<(typeof stockStates)[number], string | null>;
type DeltaColumns = Record<
  `${(typeof stockStates)[number] | (typeof outsideAccounts)[number]}_delta`,
  string | null
>;

interface PostingColumns {
  p_bucket: number | null;
  p_sku: string | null;
  p_sequence: string | null;
  p_recorded_at: Date | null;
  p_occurred_at: Date | null;
  version: string | null;
}

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
} & PostingColumns &
  StateColumns &
  DeltaColumns;

/** A posting whose event is not there. */
export interface OrphanRow {
  sequence: null;
  node: string;
  p_bucket: number;
  p_sku: string;
  p_sequence: string;
}

const columns = [
  ...['bucket', 'sku', 'sequence', 'xid', 'source', 'id', 'type', 'quantity', 'occurred_at', 'recorded_at'],
  ...['actor', 'content', 'hash', 'digest', 'refusal', 'detail', 'shortfall'],
]
  .map((column) => `e.${column}`)
  .concat(
    ['node', 'version'].map((column) => `p.${column}`),
    ['bucket', 'sku', 'sequence', 'recorded_at', 'occurred_at'].map((column) => `p.${column} AS p_${column}`),
    stockStates.flatMap((state) => [`p.${state}`, `p.${state}_delta`]),
    outsideAccounts.map((account) => `p.${account}_delta`),
  )
  .join(', ');

/** Events and postings after ($1, $2) until ($3, $4) of the commit order, in that order. */
export const eventPostingSql = `
  SELECT ${columns}
  FROM (SELECT * FROM inventory_event WHERE (xid, sequence) > ($1, $2) AND (xid, sequence) <= ($3, $4)) e
  FULL JOIN (SELECT * FROM posting WHERE (xid, sequence) > ($1, $2) AND (xid, sequence) <= ($3, $4)) p
    ON p.xid = e.xid AND p.sequence = e.sequence AND p.bucket = e.bucket AND p.sku = e.sku
  ORDER BY coalesce(e.xid, p.xid), coalesce(e.sequence, p.sequence), e.bucket, e.sku, p.node`;

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
