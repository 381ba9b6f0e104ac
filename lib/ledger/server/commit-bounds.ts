import type { ClientBase, Pool } from 'pg';

/** The longest time between the recording stamp of a transaction and those of others that commit beside it. */
const stamp_spread_ms_max = 10 * 60 * 1000;

type Instant = string | Date | undefined;

/**
 * Between which transactions everything recorded from `from` to `to` lies; null where there is no such bound. Times of
 * recording and transaction numbers rise together but for the spread of transactions beside each other, so a binary
 * search on the commit-order index finds the place in some thirty probes; the caller still compares the times.
 */
export async function commitBoundsOf(
  client: ClientBase | Pool,
  from: Instant,
  to: Instant,
): Promise<{ first: number | null; last: number | null }> {
  return {
    first:
      from === undefined ? null : await firstXidFrom(client, new Date(from).getTime() - stamp_spread_ms_max),
    last: to === undefined ? null : await firstXidFrom(client, new Date(to).getTime() + stamp_spread_ms_max),
  };
}

/** The first transaction that recorded at `ms` or later; one beyond the last where there is none. */
async function firstXidFrom(client: ClientBase | Pool, ms: number): Promise<number> {
  const { rows } = await client.query<{ low: string | null; high: string | null }>(
    `SELECT (SELECT xid FROM inventory_event ORDER BY xid, sequence LIMIT 1) AS low,
            (SELECT xid FROM inventory_event ORDER BY xid DESC, sequence DESC LIMIT 1) AS high`,
  );
  let low = Number(rows[0]?.low ?? 0);
  let high = Number(rows[0]?.high ?? 0) + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { rows: probed } = await client.query<{ xid: string; recorded_at: Date }>(
      `SELECT xid, recorded_at FROM inventory_event
       WHERE (xid, sequence) >= ($1, 0) ORDER BY xid, sequence LIMIT 1`,
      [middle],
    );
    const found = probed[0];
    if (found === undefined || found.recorded_at.getTime() >= ms) high = middle;
    else low = Math.max(middle, Number(found.xid)) + 1;
  }
  return low;
}
