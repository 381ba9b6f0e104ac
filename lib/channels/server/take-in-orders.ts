import type { EventOf } from '@/lib/ledger/events';
import { type OrderContext, orderEvents, orderSource } from '../order-events';
import type { ChannelOrder, ChannelOrderLine } from '../order-snapshot';
import { type KeptLine, keepLines, releaseLines } from './channel-inbox';
import type { ChannelDeps } from './load-connector';
import { lineResolver } from './resolve-lines';

export interface TakenIn {
  /** Lines that changed the ledger, and lines it knew already. */
  applied: number;
  known: number;
  /** Lines kept in the inbox: an unknown listing, or refused by the ledger for what it does not know. */
  kept: number;
}

const events_per_post_max = 500;
/** A line refused for itself takes the other lines of its order with it: they are sent again without it. */
const rounds_max = 5;

interface PendingLine {
  order: ChannelOrder;
  line: ChannelOrderLine;
  events: EventOf<'order_snapshot'>[];
}

/**
 * Takes in orders as their channel tells them, from a poll or a webhook. Resolves when every line is either in the
 * ledger or durably kept in the inbox, so a cursor may be saved and a delivery acknowledged after it. Rejects with code
 * `ledger_unavailable` where the ledger cannot be reached: the same orders have to come again. Order of arrival,
 * repetition and concurrency do not matter.
 */
export async function takeInOrders(
  deps: ChannelDeps,
  channel: string,
  orders: readonly ChannelOrder[],
): Promise<TakenIn> {
  const { rows } = await deps.pool.query<{ config: Record<string, unknown>; connected_at: Date | null }>(
    `SELECT c.config, y.connected_at FROM channel c LEFT JOIN channel_sync y ON y.channel = c.channel
     WHERE c.channel = $1`,
    [channel],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`There is no channel ${channel}.`);
  const context: OrderContext = { channel, connectedAt: row.connected_at, now: new Date() };
  const resolve = await lineResolver(
    deps.pool,
    { channel, config: row.config },
    orders.flatMap((order) => order.lines),
  );
  const unknown: KeptLine[] = [];
  const pending: PendingLine[] = [];
  for (const order of orders)
    for (const line of order.lines) {
      const resolved = resolve(line);
      if (resolved === undefined) unknown.push({ order, line, reason: 'unknown_listing' });
      else pending.push({ order, line, events: orderEvents(context, order, line, resolved) });
      if (resolved?.unlisted)
        deps.log.warn(
          { channel, order: order.order, sku: resolved.sku },
          'an order for a SKU without a listing',
        );
    }
  await keepLines(deps.pool, channel, unknown);
  for (const { order, line } of unknown)
    deps.log.warn(
      { channel, order: order.order, listing: line.listing },
      'an order for an unknown listing is kept',
    );
  const total: TakenIn = { applied: 0, known: 0, kept: unknown.length };
  for (const batch of batchesOf(pending)) {
    const taken = await postLines(deps, channel, batch);
    total.applied += taken.applied;
    total.known += taken.known;
    total.kept += taken.kept;
  }
  return total;
}

async function postLines(
  deps: ChannelDeps,
  channel: string,
  lines: readonly PendingLine[],
): Promise<TakenIn> {
  const taken: TakenIn = { applied: 0, known: 0, kept: 0 };
  const kept: KeptLine[] = [];
  const done: PendingLine[] = [];
  let open = [...lines];
  for (let round = 1; open.length > 0 && round <= rounds_max; round++) {
    const recorded = await recordedIds(deps, channel, open);
    const seen = new Set(recorded);
    const fresh = open.map((pending) => ({
      pending,
      events: pending.events.filter((event) => !seen.has(event.id) && seen.add(event.id)),
    }));
    const results = await deps.post(
      fresh.flatMap(({ events }) => events),
      `channel:${channel}`,
    );
    const again: PendingLine[] = [];
    let at = 0;
    for (const { pending, events } of fresh) {
      const answers = results.slice(at, at + events.length);
      at += events.length;
      const codes = answers.flatMap(({ status, code }) => (status === 'refused' ? [code ?? 'refused'] : []));
      // What another delivery recorded meanwhile is there: the next look finds it.
      const final = codes.find((code) => code !== 'order_refused' && code !== 'idempotency_mismatch');
      if (final !== undefined) kept.push({ order: pending.order, line: pending.line, reason: final });
      else if (codes.length > 0) again.push(pending);
      else {
        done.push(pending);
        if (answers.some(({ status }) => status === 'applied')) taken.applied += 1;
        else taken.known += 1;
      }
    }
    open = again;
  }
  for (const { order, line } of open) kept.push({ order, line, reason: 'order_refused' });
  await keepLines(deps.pool, channel, kept);
  for (const { order, line, reason } of kept)
    deps.log.warn({ channel, order: order.order, line: line.line, reason }, 'an order line is kept');
  await releaseLines(
    deps.pool,
    channel,
    done.map(({ order, line }) => ({ order: order.order, line: line.line })),
  );
  taken.kept = kept.length;
  return taken;
}

/**
 * The events among these that are in the ledger. They are not sent again: the time at which we learned of a shipment is
 * part of its event, and differs from delivery to delivery.
 */
async function recordedIds(
  deps: ChannelDeps,
  channel: string,
  lines: readonly PendingLine[],
): Promise<string[]> {
  const ids = lines.flatMap(({ events }) => events.map((event) => event.id));
  const { rows } = await deps.pool.query<{ id: string }>(
    `SELECT asked.id FROM unnest($2::text[]) AS asked (id)
     CROSS JOIN LATERAL (
       SELECT 1 FROM inventory_event e WHERE e.source = $1 AND e.id = asked.id AND e.refusal IS NULL OFFSET 0
     ) AS e`,
    [orderSource(channel), ids],
  );
  return rows.map((row) => row.id);
}

/** Whole orders, so that lines of one order stay in one call; several states of an order come in the order given. */
function batchesOf(lines: readonly PendingLine[]): PendingLine[][] {
  const byOrder = new Map<string, PendingLine[]>();
  for (const line of lines) byOrder.set(line.order.order, [...(byOrder.get(line.order.order) ?? []), line]);
  const batches: PendingLine[][] = [];
  let batch: PendingLine[] = [];
  let events = 0;
  for (const group of byOrder.values()) {
    const size = group.reduce((sum, line) => sum + line.events.length, 0);
    if (events > 0 && events + size > events_per_post_max) {
      batches.push(batch);
      batch = [];
      events = 0;
    }
    batch.push(...group);
    events += size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
