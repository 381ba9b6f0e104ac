import { createHash } from 'node:crypto';
import type { EventOf } from '@/lib/ledger/events';
import { clock_skew_ms_max, occurred_at_earliest } from '@/lib/shared/clock';
import { id_chars_max } from '@/lib/shared/text';
import type { ChannelOrder, ChannelOrderLine } from './order-snapshot';

/** What a line of a channel's order is about in our own terms. */
export interface ResolvedLine {
  sku: string;
  unitsPerListing: number;
  /** The one node its location stands for; undefined: the channel's sourcing decides. */
  node: string | undefined;
}

export interface OrderContext {
  channel: string;
  /** Null: the channel is not connected yet, so every order is from before. */
  connectedAt: Date | null;
  now: Date;
}

/** The source under which a channel's orders are recorded. */
export function orderSource(channel: string): string {
  return `truecount:channel:${channel}`;
}

/**
 * The events that one line of an order causes: cumulative snapshots in single units. A line that has moved on since it
 * was placed gives two, the order at the time it was placed and what came since at the time we learned it (or when it
 * was cancelled, where that is all), so that the books know on which day the units were ordered and on which they left.
 * An order from before the connection gives one: what had left by then never touched our stock. Ids are made of order,
 * line and the cumulative quantities, so the same state told twice, by webhook and by poll, is one event. Packs that
 * were cancelled are cancelled for us whether or not the shop put them back into its listing; whether it did, and when,
 * is what the rights of the channel go by.
 */
export function orderEvents(
  context: OrderContext,
  order: ChannelOrder,
  line: ChannelOrderLine,
  resolved: ResolvedLine,
): EventOf<'order_snapshot'>[] {
  const units = (packs: number) => packs * resolved.unitsPerListing;
  const placedAt = clampToNow(order.placedAt, context.now);
  const beforeConnection =
    context.connectedAt === null || Date.parse(order.placedAt) < context.connectedAt.getTime();
  const restocked =
    line.restocked === undefined ? undefined : units(Math.min(line.restocked, line.cancelled));
  // Units put back later than they were told of as cancelled are news of their own.
  const cancellation = {
    ...(line.cancelledAt === undefined ? {} : { cancelledAt: clampToNow(line.cancelledAt, context.now) }),
    ...(restocked === undefined ? {} : { restocked }),
  };
  const snapshot = (
    occurredAt: string,
    counters: Record<'ordered' | 'cancelled' | 'shipped' | 'returned', number>,
  ): EventOf<'order_snapshot'> => ({
    type: 'order_snapshot',
    source: orderSource(context.channel),
    id: snapshotId(
      order.order,
      line.line,
      Object.values(counters).join('-') +
        (counters.cancelled > 0 && restocked !== undefined && restocked < counters.cancelled
          ? `/${restocked}`
          : ''),
    ),
    occurredAt,
    sku: resolved.sku,
    channel: context.channel,
    order: order.order,
    line: line.line,
    ...counters,
    ...(counters.cancelled === 0 ? {} : cancellation),
    ...(resolved.node === undefined ? {} : { node: resolved.node }),
    ...(beforeConnection ? { beforeConnection: true } : {}),
  });
  const placed = { ordered: units(line.ordered), cancelled: 0, shipped: 0, returned: 0 };
  const latest = {
    ordered: units(line.ordered),
    cancelled: units(line.cancelled),
    shipped: units(line.shipped),
    returned: units(line.returned),
  };
  const movedOn = latest.cancelled + latest.shipped + latest.returned > 0;
  if (!movedOn) return [snapshot(placedAt, placed)];
  if (beforeConnection) return [snapshot(placedAt, latest)];
  const onlyCancelled = latest.shipped + latest.returned === 0 && line.cancelledAt !== undefined;
  const learned = onlyCancelled
    ? clampToNow(line.cancelledAt ?? order.placedAt, context.now)
    : context.now.toISOString();
  const since = new Date(Math.max(Date.parse(learned), Date.parse(placedAt))).toISOString();
  return [snapshot(placedAt, placed), snapshot(since, latest)];
}

/** Order, line and quantities; where that is too long, a hash of it. */
function snapshotId(order: string, line: string, counters: string): string {
  const id = `${order}/${line}/${counters}`;
  if (id.length <= id_chars_max) return id;
  return `sha256:${createHash('sha256')
    .update(JSON.stringify([order, line, counters]))
    .digest('hex')}`;
}

/** A channel's clock may be wrong: what lies further in the future than clocks differ happened now. */
function clampToNow(at: string, now: Date): string {
  if (Date.parse(at) > now.getTime() + clock_skew_ms_max) return now.toISOString();
  return at < occurred_at_earliest ? occurred_at_earliest : at;
}
