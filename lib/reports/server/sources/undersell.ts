import type { ClientBase } from 'pg';
import { readSafetyStock } from '@/lib/availability/server/read-safety-stock';
import { bucketOf } from '@/lib/ledger/bucket';
import { groupBy } from '@/lib/shared/group-by';
import { hoursIn, type Step, type Stretch, salesMissed, unitHoursIn } from '../../withheld';
import type { ComputedReport, ComputedSource, ReportRange } from '../source';

interface Empty extends Stretch {
  sku: string;
  channel: string;
  location: string;
  meant: boolean;
}

/** What a channel was not offered, beside what it was offered and was not there. */
export const undersell: ComputedSource = {
  report: 'undersell',
  compute: async (client, range) => {
    const stretches = await readStretches(client, range);
    const oversold = await readOversold(client, range);
    const skus = [...new Set(stretches.map(({ sku }) => sku))];
    const steps = await readSteps(client, skus, range);
    const kept = await readSafetyStock(client, skus, range.to);
    const sources = await readSources(client);
    const perDay = await readDemand(client, skus);
    const keys = new Set([...stretches.map(keyOf), ...oversold.keys()]);
    const ofKey = groupBy(stretches, keyOf);
    const rows: ComputedReport['rows'] = [];
    for (const key of keys) {
      const [sku, channel] = JSON.parse(key) as [string, string];
      const own = ofKey.get(key) ?? [];
      const unmeant = own.filter(({ meant }) => !meant);
      let unitHours = 0;
      for (const node of sources.get(channel) ?? []) {
        const { safetyStock, sellable } = kept(sku, node);
        if (sellable) unitHours += unitHoursIn(unmeant, steps.get(stepKey(sku, node)) ?? [], safetyStock);
      }
      const hours = hoursIn(unmeant);
      const units = oversold.get(key) ?? 0;
      rows.push({
        key,
        rank: Math.round(unitHours),
        sku,
        channel,
        hours,
        unit_hours: unitHours,
        missed: salesMissed(perDay.get(key) ?? 0, hours, unitHours),
        meant_hours: hoursIn(own.filter(({ meant }) => meant)),
        oversold: units,
      });
    }
    const sum = (of: readonly (typeof rows)[number][], id: string) =>
      of.reduce((all, row) => all + Number(row[id] ?? 0), 0);
    const byChannel = groupBy(rows, ({ channel }) => String(channel));
    return {
      rows,
      totals: {
        unit_hours: sum(rows, 'unit_hours'),
        missed: sum(rows, 'missed'),
        oversold: sum(rows, 'oversold'),
      },
      points: [...byChannel]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([x, own]) => ({ x, missed: sum(own, 'missed'), oversold: sum(own, 'oversold') })),
    };
  },
};

const keyOf = ({ sku, channel }: { sku: string; channel: string }) => JSON.stringify([sku, channel]);
const stepKey = (sku: string, node: string) => JSON.stringify([sku, node]);

async function readStretches(client: ClientBase, { from, to }: ReportRange): Promise<Empty[]> {
  const { rows } = await client.query<Omit<Empty, 'fromMs' | 'untilMs'> & { from_at: Date; until_at: Date }>(
    `SELECT sku, channel, location, meant, greatest(from_at, $1::timestamptz) AS from_at,
       least(coalesce(until_at, now()), $2::timestamptz) AS until_at
     FROM listing_empty WHERE from_at < $2 AND coalesce(until_at, now()) > $1 ORDER BY from_at`,
    [from, to],
  );
  return rows.map(({ from_at, until_at, ...row }) => ({
    ...row,
    fromMs: from_at.getTime(),
    untilMs: until_at.getTime(),
  }));
}

async function readOversold(client: ClientBase, { from, to }: ReportRange): Promise<Map<string, number>> {
  const { rows } = await client.query<{ sku: string; channel: string; units: string }>(
    `SELECT sku, channel, sum(units) AS units FROM oversell_incident
     WHERE occurred_at > $1 AND occurred_at <= $2 GROUP BY sku, channel`,
    [from, to],
  );
  return new Map(rows.map((row) => [keyOf(row), Number(row.units)]));
}

/** What was known to be available at each node over the range, as it was recorded. */
async function readSteps(
  client: ClientBase,
  skus: readonly string[],
  { from, to }: ReportRange,
): Promise<Map<string, Step[]>> {
  const { rows } = await client.query<{ sku: string; node: string; at: Date; units: string }>(
    `SELECT k.sku, s.node, s.at, s.units FROM unnest($1::smallint[], $2::text[]) AS k (bucket, sku)
     JOIN position q ON q.bucket = k.bucket AND q.sku = k.sku
     CROSS JOIN LATERAL (
       (SELECT p.node, p.recorded_at AS at, p.available AS units, p.version FROM posting p
        WHERE p.bucket = k.bucket AND p.sku = k.sku AND p.node = q.node AND p.recorded_at <= $3
        ORDER BY p.recorded_at DESC, p.version DESC LIMIT 1)
       UNION ALL
       SELECT p.node, p.recorded_at, p.available, p.version FROM posting p
       WHERE p.bucket = k.bucket AND p.sku = k.sku AND p.node = q.node AND p.recorded_at > $3 AND p.recorded_at <= $4
     ) AS s
     ORDER BY k.sku, s.node, s.version`,
    [skus.map(bucketOf), skus, from, to],
  );
  const groups = groupBy(rows, ({ sku, node }) => stepKey(sku, node));
  return new Map(
    Array.from(groups, ([key, own]) => [
      key,
      own.map(({ at, units }) => ({ atMs: at.getTime(), units: Number(units) })),
    ]),
  );
}

async function readSources(client: ClientBase): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ channel: string; nodes: string[] }>(
    'SELECT channel, array_agg(node ORDER BY rank) AS nodes FROM channel_source GROUP BY channel',
  );
  return new Map(rows.map(({ channel, nodes }) => [channel, nodes]));
}

async function readDemand(client: ClientBase, skus: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await client.query<{ sku: string; channel: string; level: number }>(
    `SELECT d.sku, d.channel, d.level FROM unnest($1::smallint[], $2::text[]) AS k (bucket, sku)
     JOIN demand_state d ON d.bucket = k.bucket AND d.sku = k.sku`,
    [skus.map(bucketOf), skus],
  );
  return new Map(rows.map((row) => [keyOf(row), row.level]));
}
