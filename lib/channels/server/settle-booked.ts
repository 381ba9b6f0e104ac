import type { ClientBase, Pool } from 'pg';
import { betweenOurClocks } from '@/lib/allocation/escrow/read-back';
import { escrowRules } from '@/lib/allocation/escrow/rules';
import type { Interval, PushOutcome } from '@/lib/allocation/escrow/settle-push';
import { listingKey } from '@/lib/allocation/policy';
import { lockEscrow, readEscrowRows, saveEscrowRows } from '@/lib/allocation/server/escrow/escrow-rows';
import { SkuBooks } from '@/lib/allocation/server/escrow/sku-books';
import { withTransaction } from '@/lib/db/transaction';
import { backOffMs } from '../back-off';
import { markListingsDirty } from './mark-listings-dirty';
import type { AnsweredPush } from './record-pushes';

/** How far a channel's clock may be from ours where it does not say when something happened. */
export const clock_skew_ms = 5_000;

/**
 * Books what became of pushes whose rights were booked when they were decided, before anything else is recorded of
 * them: a process that dies in between sends them again and gets the same answers. A channel that refuses a listing has
 * not taken what was sent once; what was sent before and not answered for may still land, so then nothing is released.
 */
export async function settleBooked(
  pool: Pool,
  answered: readonly AnsweredPush[],
  { sentAt, receivedAt }: { sentAt: Date; receivedAt: Date },
): Promise<void> {
  const booked = answered.filter(({ push }) => push.row.escrow);
  if (booked.length === 0) return;
  const skus = [...new Set(booked.map(({ push }) => push.row.sku))];
  const between = betweenOurClocks(sentAt.getTime(), receivedAt.getTime(), clock_skew_ms);
  await withTransaction(pool, async (client) => {
    // The marks first: whoever takes them locks them before the rights as well.
    await markListingsDirty(client, skus);
    await lockEscrow(client, skus);
    const rows = await readEscrowRows(client, skus);
    const closed: AnsweredPush[] = [];
    const moved = skus.flatMap((sku) => {
      const books = new SkuBooks(sku, rows.get(sku) ?? new Map(), new Map());
      for (const one of booked)
        if (one.push.row.sku === sku && settleOne(books, one, between)) closed.push(one);
      return books.settled();
    });
    await saveEscrowRows(client, moved);
    await forgetClosed(client, closed);
  });
}

/** What is answered for is not sent again. A later version that was booked meanwhile stays to be sent. */
async function forgetClosed(client: ClientBase, closed: readonly AnsweredPush[]): Promise<void> {
  const rows = [...closed].map(({ push }) => ({ ...push.row, sent: push.version }));
  await client.query(
    `UPDATE listing_sync s SET booked_version = NULL
     FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::bigint[])
       AS d (bucket, sku, channel, location, version)
     WHERE s.bucket = d.bucket AND s.sku = d.sku AND s.channel = d.channel AND s.location = d.location
       AND s.booked_version = d.version`,
    [
      rows.map(({ bucket }) => bucket),
      rows.map(({ sku }) => sku),
      rows.map(({ channel }) => channel),
      rows.map(({ location }) => location),
      rows.map(({ sent }) => sent),
    ],
  );
}

/** Whether the push is closed by its answer. */
function settleOne(books: SkuBooks, { push, outcome }: AnsweredPush, between: Interval): boolean {
  const key = listingKey(push.row);
  if (!books.has(key)) return true;
  const open = books.channel(key).pushes.find(({ id }) => id === push.version);
  const became = outcomeOf(outcome, between, push.row.attempts);
  if (open === undefined) return true;
  if (became === null) return false;
  books.book(escrowRules.settlePush(books.state, key, push.version, became));
  const row = books.rowOf(key);
  if (became.outcome === 'dropped') {
    row.blockedUntil = Date.now() + backOffMs(push.row.attempts + 1, Math.random());
    return true;
  }
  if (became.outcome !== 'applied' || open.write.kind !== 'versioned')
    return !books.channel(key).pushes.some(({ id }) => id === push.version);
  const { to } = became.interval;
  const since = open.orders.filter(({ at }) => at === null || at > to);
  row.estimate = open.write.quantity - since.reduce((sum, { units }) => sum + units, 0);
  row.estimateAt = to;
  return true;
}

function outcomeOf(
  outcome: AnsweredPush['outcome'],
  between: Interval,
  attempts: number,
): PushOutcome | null {
  switch (outcome.status) {
    case 'applied': {
      const at = outcome.appliedAt === undefined ? undefined : Date.parse(outcome.appliedAt);
      return { outcome: 'applied', interval: at === undefined ? between : { from: at, to: at } };
    }
    case 'stale':
      return { outcome: 'stale', interval: between };
    case 'rejected':
      return attempts === 0 ? { outcome: 'dropped' } : null;
    case 'unknown':
      return null;
  }
}
