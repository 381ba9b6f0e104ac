import { randomInt } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { betweenOurClocks } from '@/lib/allocation/escrow/read-back';
import { setNetExposure } from '@/lib/allocation/escrow/rights';
import { escrowRules } from '@/lib/allocation/escrow/rules';
import type { Interval } from '@/lib/allocation/escrow/settle-push';
import { listingKey } from '@/lib/allocation/policy';
import { poolsOf } from '@/lib/allocation/pools';
import {
  type EscrowRow,
  lockEscrow,
  readEscrowRows,
  saveEscrowRows,
} from '@/lib/allocation/server/escrow/escrow-rows';
import { SkuBooks } from '@/lib/allocation/server/escrow/sku-books';
import { readSkuStates } from '@/lib/allocation/server/read-sku-states';
import { withTransaction } from '@/lib/db/transaction';
import { bucketOf } from '@/lib/ledger/bucket';
import type { ObservedLevel } from '../connector';
import { markListingsDirty } from './mark-listings-dirty';
import { clock_skew_ms } from './settle-booked';

const question_max = 2 ** 47;
const skus_batch_max = 200;

/** Notes the question beside the rights, so that what is ordered until the answer is known to be. Gives its number. */
export async function askAudit(
  pool: Pool,
  channel: string,
  externalIds?: readonly string[],
): Promise<number> {
  const question = randomInt(question_max);
  await pool.query(
    `UPDATE escrow_listing e SET read_back = jsonb_build_object('id', $2::bigint, 'orders', '[]'::jsonb, 'restocks', '[]'::jsonb)
     WHERE e.channel = $1 AND e.pushes = '[]' AND ($3::text[] IS NULL OR EXISTS (
       SELECT 1 FROM listing l WHERE l.bucket = e.bucket AND l.sku = e.sku AND l.channel = e.channel
         AND l.location = e.location AND l.external_id = ANY($3)))`,
    [channel, question, externalIds ?? null],
  );
  return question;
}

/**
 * Books what a channel showed. A listing that was never read back begins its rights here: it can sell what it shows, or
 * what was sent to it before and not answered for. Of the others, those that show what the books say and saw nothing
 * meanwhile need nothing.
 */
export async function answerAudit(
  pool: Pool,
  channel: string,
  question: number,
  levels: readonly ObservedLevel[],
  { askedAt, receivedAt }: { askedAt: Date; receivedAt: Date },
  externalIds?: readonly string[],
): Promise<void> {
  const shown = new Map(levels.map((level) => [JSON.stringify([level.listing, level.location]), level]));
  const { rows } = await pool.query<AuditRow>(
    `SELECT e.sku, e.location, l.external_id, l.units_per_listing AS pack, e.since_ms IS NULL AS fresh,
       e.exposure - e.debt AS net, e.anchors <> '[]' OR e.read_back -> 'orders' <> '[]'
         OR e.read_back -> 'restocks' <> '[]' OR e.raises_blocked IS NOT NULL AS moved, e.estimate,
       CASE WHEN s.published IS NOT NULL AND s.acknowledged_version IS DISTINCT FROM s.version
         THEN s.published * l.units_per_listing ELSE 0 END AS unsettled
     FROM escrow_listing e
     JOIN listing l ON l.bucket = e.bucket AND l.sku = e.sku AND l.channel = e.channel AND l.location = e.location
     LEFT JOIN listing_sync s
       ON s.bucket = e.bucket AND s.sku = e.sku AND s.channel = e.channel AND s.location = e.location
     WHERE e.channel = $1 AND (e.since_ms IS NULL OR (e.read_back ->> 'id')::bigint = $2)
       AND ($3::text[] IS NULL OR l.external_id = ANY($3))`,
    [channel, question, externalIds ?? null],
  );
  const between = betweenOurClocks(askedAt.getTime(), receivedAt.getTime(), clock_skew_ms);
  const answers = rows.map((row): Answer => {
    const level = shown.get(JSON.stringify([row.external_id, row.location]));
    const at = level?.observedAt === undefined ? undefined : Date.parse(level.observedAt);
    const units = Math.max(0, level?.quantity ?? 0) * row.pack;
    return {
      sku: row.sku,
      location: row.location,
      units,
      unsettled: Number(row.unsettled),
      interval: at === undefined ? between : { from: at, to: at },
      // A listing that the channel does not know shows nothing.
      plain: !row.fresh && !row.moved && units === Number(row.net) && units === Number(row.estimate),
    };
  });
  const telling = answers.filter(({ plain }) => !plain);
  const skus = [...new Set(telling.map(({ sku }) => sku))];
  for (let from = 0; from < skus.length; from += skus_batch_max) {
    const batch = new Set(skus.slice(from, from + skus_batch_max));
    await withTransaction(pool, (client) =>
      book(
        client,
        channel,
        question,
        telling.filter(({ sku }) => batch.has(sku)),
      ),
    );
  }
  await pool.query(
    `UPDATE escrow_listing SET read_back = NULL WHERE channel = $1 AND (read_back ->> 'id')::bigint = $2`,
    [channel, question],
  );
  await clearDrift(
    pool,
    channel,
    answers.filter(({ plain }) => plain),
  );
}

interface AuditRow {
  sku: string;
  location: string;
  external_id: string;
  pack: number;
  fresh: boolean;
  net: string;
  moved: boolean;
  estimate: string;
  unsettled: string;
}

interface Answer {
  sku: string;
  location: string;
  units: number;
  unsettled: number;
  interval: Interval;
  plain: boolean;
}

async function book(
  client: ClientBase,
  channel: string,
  question: number,
  answers: readonly Answer[],
): Promise<void> {
  const skus = [...new Set(answers.map(({ sku }) => sku))];
  // The marks first: whoever takes them locks them before the rights as well.
  await markListingsDirty(client, skus);
  await lockEscrow(client, skus);
  const rows = await readEscrowRows(client, skus);
  const moved: EscrowRow[] = [];
  for (const state of await readSkuStates(client, skus)) {
    const nodesOf = new Map(
      poolsOf(state).flatMap(({ listings }) =>
        listings.map((listing) => [listingKey(listing), listing.nodes]),
      ),
    );
    const books = new SkuBooks(state.sku, rows.get(state.sku) ?? new Map(), nodesOf);
    books.deriveFloat(
      Object.fromEntries(state.nodes.map(({ node, availableToSell }) => [node, availableToSell])),
    );
    for (const answer of answers) if (answer.sku === state.sku) bookOne(books, channel, question, answer);
    moved.push(...books.settled());
  }
  await saveEscrowRows(client, moved);
}

function bookOne(books: SkuBooks, channel: string, question: number, answer: Answer): void {
  const key = listingKey({ channel, location: answer.location });
  if (!books.has(key)) return;
  const row = books.rowOf(key);
  const { interval, units } = answer;
  if (row.since === null) {
    books.set(key, { settledTo: interval.to, readBack: null });
    books.state = setNetExposure(books.state, key, Math.max(units, answer.unsettled));
    Object.assign(row, { since: interval.to, estimate: units, estimateAt: interval.to });
    return;
  }
  const open = books.channel(key).readBack;
  if (open?.id !== question) return;
  const since = open.orders.filter(({ at }) => at === null || at > interval.to);
  Object.assign(row, {
    estimate: units - since.reduce((sum, order) => sum + order.units, 0),
    estimateAt: interval.to,
  });
  books.book(escrowRules.answerReadBack(books.state, key, question, { shown: units, interval }));
}

async function clearDrift(pool: Pool, channel: string, answers: readonly Answer[]): Promise<void> {
  if (answers.length === 0) return;
  await pool.query(
    `UPDATE listing_sync s SET drift = NULL
     FROM unnest($2::smallint[], $3::text[], $4::text[]) AS d (bucket, sku, location)
     WHERE s.bucket = d.bucket AND s.sku = d.sku AND s.channel = $1 AND s.location = d.location
       AND s.drift IS NOT NULL AND s.escrow`,
    [
      channel,
      answers.map(({ sku }) => bucketOf(sku)),
      answers.map(({ sku }) => sku),
      answers.map(({ location }) => location),
    ],
  );
}
