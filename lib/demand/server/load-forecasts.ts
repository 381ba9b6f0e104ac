import type { ClientBase, Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { type ChannelForecast, unknownForecast } from '../forecast';
import { type DemandState, dispersionOfDays, dispersionOfOrders } from '../learn';
import { priorOf } from '../prior';
import { upliftsFor } from '../promotions';
import { type DemandStateRow, demandStateOf } from './demand-rows';
import { readPromotions } from './read-promotions';

/**
 * What these SKUs are expected to sell per channel, as a function of (sku, channel). A SKU that a channel never sold is
 * expected to sell as its category does there, else a unit a day. Without today's pulse: whoever knows the channel's
 * watermark adds it. Four statements, however many SKUs.
 */
export async function loadForecasts(
  db: Pool | ClientBase,
  skus: readonly string[],
  at: Date,
): Promise<(sku: string, channel: string) => ChannelForecast> {
  const states = await db.query<DemandStateRow>(
    `SELECT d.*, d.through::text AS through FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     JOIN demand_state d ON d.bucket = key.bucket AND d.sku = key.sku`,
    [skus.map(bucketOf), skus],
  );
  const channels = await db.query<{ channel: string; weekday: number[] }>(
    'SELECT channel, weekday FROM demand_channel',
  );
  const categories = await readCategories(db, skus);
  const promotions = await readPromotions(db, skus, at);
  const weekdays = new Map(channels.rows.map((row) => [row.channel, row.weekday]));
  const known = new Map(states.rows.map((row) => [key(row.sku, row.channel), demandStateOf(row)]));

  return (sku, channel) => {
    const state = known.get(key(sku, channel));
    const prior = state === undefined ? priorOf(categories(sku, channel)) : undefined;
    const { weekday } = unknownForecast();
    return {
      level: state?.level ?? prior?.level ?? 0,
      dispersion: state === undefined ? (prior?.dispersion ?? 1) : dispersionOfDays(state),
      orderDispersion: state === undefined ? (prior?.orderDispersion ?? 1) : dispersionOfOrders(state),
      weekday: weekdays.get(channel) ?? weekday,
      hours: null,
      pulse: null,
      uplifts: upliftsFor(promotions, channel, sku, at.getTime()),
    };
  };
}

/** The states of all SKUs of the categories of these, by category and channel. */
async function readCategories(db: Pool | ClientBase, skus: readonly string[]) {
  const { rows } = await db.query<DemandStateRow & { category: string }>(
    `SELECT d.*, d.through::text AS through, s.category FROM sku s JOIN demand_state d ON d.sku = s.sku
     WHERE s.category IN (SELECT category FROM sku WHERE sku = ANY($1::text[]))`,
    [skus],
  );
  const groups = new Map<string, DemandState[]>();
  for (const row of rows) {
    const name = key(row.category, row.channel);
    groups.set(name, [...(groups.get(name) ?? []), demandStateOf(row)]);
  }
  const own = await db.query<{ sku: string; category: string | null }>(
    'SELECT sku, category FROM sku WHERE sku = ANY($1::text[])',
    [skus],
  );
  const categoryOf = new Map(own.rows.map((row) => [row.sku, row.category]));
  return (sku: string, channel: string) => groups.get(key(categoryOf.get(sku) ?? '', channel)) ?? [];
}

function key(name: string, channel: string): string {
  return JSON.stringify([name, channel]);
}
