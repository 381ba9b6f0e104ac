import type { ClientBase, Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { groupBy } from '@/lib/shared/group-by';
import { type ChannelForecast, unknownForecast } from '../forecast';
import { dispersionOfDays, dispersionOfOrders, type Prior } from '../learn';
import { prior_unknown, priorOf } from '../prior';
import { type Promotion, upliftsFor } from '../promotions';
import { type DemandStateRow, demandStateOf } from './demand-rows';

interface SoldOn {
  sku: string;
  channel: string;
}

/**
 * What these SKUs are expected to sell on these channels, as a function of (sku, channel). A SKU that a channel never sold
 * is expected to sell as its category does there, else a unit a day. Without today's pulse: whoever knows the channel's
 * watermark adds it. `promotions` are those of these SKUs (`readPromotions`). Two statements, and one more where a
 * category has to speak for a SKU.
 */
export async function loadForecasts(
  db: Pool | ClientBase,
  listed: readonly SoldOn[],
  promotions: readonly Promotion[],
  at: Date,
): Promise<(sku: string, channel: string) => ChannelForecast> {
  const skus = [...new Set(listed.map(({ sku }) => sku))];
  const states = await db.query<DemandStateRow>(
    `SELECT d.*, d.through::text AS through FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     JOIN demand_state d ON d.bucket = key.bucket AND d.sku = key.sku`,
    [skus.map(bucketOf), skus],
  );
  const channels = await db.query<{ channel: string; weekday: number[] }>(
    'SELECT channel, weekday FROM demand_channel',
  );
  const weekdays = new Map(channels.rows.map((row) => [row.channel, row.weekday]));
  const known = new Map(states.rows.map((row) => [key(row.sku, row.channel), demandStateOf(row)]));
  const priors = await readPriors(
    db,
    listed.filter(({ sku, channel }) => !known.has(key(sku, channel))),
  );

  return (sku, channel) => {
    const state = known.get(key(sku, channel));
    const prior = priors.get(key(sku, channel)) ?? prior_unknown;
    const { weekday } = unknownForecast();
    return {
      level: state?.level ?? prior.level,
      dispersion: state === undefined ? prior.dispersion : dispersionOfDays(state),
      orderDispersion: state === undefined ? prior.orderDispersion : dispersionOfOrders(state),
      weekday: weekdays.get(channel) ?? weekday,
      hours: null,
      pulse: null,
      uplifts: upliftsFor(promotions, channel, sku, at.getTime()),
    };
  };
}

/** What its category says of each SKU that its channel never sold; one whose category says nothing is left out. */
async function readPriors(db: Pool | ClientBase, lacking: readonly SoldOn[]): Promise<Map<string, Prior>> {
  if (lacking.length === 0) return new Map();
  const { rows: own } = await db.query<{ sku: string; category: string }>(
    'SELECT sku, category FROM sku WHERE sku = ANY($1::text[]) AND category IS NOT NULL',
    [lacking.map(({ sku }) => sku)],
  );
  const categoryOf = new Map(own.map(({ sku, category }) => [sku, category]));
  const { rows } = await db.query<DemandStateRow & { category: string }>(
    `SELECT d.*, d.through::text AS through, s.category FROM sku s JOIN demand_state d ON d.sku = s.sku
     WHERE s.category = ANY($1::text[]) AND d.channel = ANY($2::text[])`,
    [[...new Set(categoryOf.values())], [...new Set(lacking.map(({ channel }) => channel))]],
  );
  const sold = groupBy(rows, ({ category, channel }) => key(category, channel));
  const priors = new Map(Array.from(sold, ([name, group]) => [name, priorOf(group.map(demandStateOf))]));
  return new Map(
    lacking.flatMap(({ sku, channel }) => {
      const prior = priors.get(key(categoryOf.get(sku) ?? '', channel));
      return prior === undefined ? [] : [[key(sku, channel), prior]];
    }),
  );
}

function key(name: string, channel: string): string {
  return JSON.stringify([name, channel]);
}
