import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { ChannelOrder, ChannelOrderLine } from '../order-snapshot';

/** Why a line waits: `unknown_listing`, `unreadable`, or the code with which the ledger refused it. */
export interface KeptLine {
  order: ChannelOrder;
  line: ChannelOrderLine;
  reason: string;
}

/** Keeps lines that cannot be applied yet. Of two states of one line the one that has moved on further is kept. */
export async function keepLines(pool: Pool, channel: string, kept: readonly KeptLine[]): Promise<void> {
  for (const { order, line, reason } of kept) {
    await pool.query(
      `INSERT INTO channel_inbox (channel, order_id, line, listing, location, reason, payload)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (channel, order_id, line) DO UPDATE SET listing = EXCLUDED.listing, location = EXCLUDED.location,
         reason = EXCLUDED.reason, updated_at = now(),
         payload = CASE WHEN (EXCLUDED.payload ->> 'moved')::bigint >= (channel_inbox.payload ->> 'moved')::bigint
           THEN EXCLUDED.payload ELSE channel_inbox.payload END`,
      [
        channel,
        order.order,
        line.line,
        line.listing,
        line.location,
        reason,
        JSON.stringify({ placedAt: order.placedAt, line, moved: movedPacks(line) }),
      ],
    );
  }
}

/** Keeps an order that could not be read, as it came, until the channel sends it again in a form we can read. */
export async function keepUnreadable(
  pool: Pool,
  channel: string,
  raw: unknown,
  detail: string,
): Promise<void> {
  const text = JSON.stringify(raw) ?? 'null';
  const named = typeof raw === 'object' && raw !== null && 'order' in raw ? raw.order : undefined;
  const order =
    typeof named === 'string' || typeof named === 'number'
      ? String(named)
      : `sha256:${createHash('sha256').update(text).digest('hex')}`;
  await pool.query(
    `INSERT INTO channel_inbox (channel, order_id, line, listing, location, reason, payload)
     VALUES ($1, $2, '', '', '', 'unreadable', $3)
     ON CONFLICT (channel, order_id, line) DO UPDATE SET payload = EXCLUDED.payload, updated_at = now()`,
    [channel, order, JSON.stringify({ raw, detail }).replaceAll('\\u0000', '')],
  );
}

/** Takes lines out that were applied, and what was unreadable of their orders. */
export async function releaseLines(
  pool: Pool,
  channel: string,
  applied: readonly { order: string; line: string }[],
): Promise<void> {
  if (applied.length === 0) return;
  await pool.query(
    `DELETE FROM channel_inbox i USING unnest($2::text[], $3::text[]) AS done (order_id, line)
     WHERE i.channel = $1 AND i.order_id = done.order_id AND i.line IN (done.line, '')`,
    [channel, applied.map(({ order }) => order), applied.map(({ line }) => line)],
  );
}

/** Counters only rise, so their sum tells which of two states of a line is the later one. */
function movedPacks(line: ChannelOrderLine): number {
  return line.ordered + line.cancelled + line.shipped + line.returned;
}
