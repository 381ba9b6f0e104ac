import { trueBalancesSql } from '@/lib/ledger/server/true-balances';

/** SQL: the balances of every position that were true at an instant: sku, node and a column per state. */
export function balancesAtSql(instant: string): string {
  return trueBalancesSql(
    `SELECT (row_number() OVER ())::int AS ordinal, bucket, sku, node, ${instant} AS at,
       'infinity'::timestamptz AS known_at FROM position`,
    false,
  );
}
