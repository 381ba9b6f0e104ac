import type { ClientBase, Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';

export interface InboxItem {
  channel: string;
  order: string;
  /** '' where the whole order could not be read. */
  line: string;
  listing: string;
  location: string | null;
  reason: string;
  /** As it came from the channel. */
  payload: unknown;
  receivedAt: string;
}

interface InboxRow {
  channel: string;
  order_id: string;
  line: string;
  listing: string;
  location: string;
  reason: string;
  payload: unknown;
  received_at: Date;
}

/** Order lines that wait until they can be applied, by channel, order and line. Throws `invalid_cursor`. */
export async function listInbox(
  db: Pool | ClientBase,
  query: { channel?: string | undefined; cursor?: string | undefined; limit?: number | undefined },
): Promise<Page<InboxItem>> {
  const limit = pageLimit(query.limit);
  const after =
    query.cursor === undefined ? ['', '', ''] : decodeCursor(query.cursor, ['string', 'string', 'string']);
  const { rows } = await db.query<InboxRow>(
    `SELECT channel, order_id, line, listing, location, reason, payload, received_at FROM channel_inbox
     WHERE ($1::text IS NULL OR channel = $1) AND (channel, order_id, line) > ($2, $3, $4)
     ORDER BY channel, order_id, line LIMIT $5`,
    [query.channel ?? null, ...after, limit + 1],
  );
  return pageOf(
    rows,
    limit,
    (row) => ({
      channel: row.channel,
      order: row.order_id,
      line: row.line,
      listing: row.listing,
      location: row.location === '' ? null : row.location,
      reason: row.reason,
      payload: row.payload,
      receivedAt: row.received_at.toISOString(),
    }),
    (row) => [row.channel, row.order_id, row.line],
  );
}
