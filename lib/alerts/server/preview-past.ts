import type { PoolClient } from 'pg';
import { traitsOf } from '../rules';
import { thresholdDefaults } from '../threshold';
import type { ThresholdInput, ThresholdPreview } from '../threshold-input';

export const previewed_days = 30;

interface Found {
  alerts: string;
  places: string;
}

/**
 * How often this threshold would have been crossed in the last days. Cases, oversells and pushed numbers are on record,
 * so for these it is known; of other rules only what opened is, which a stricter threshold would have exceeded
 * (`atLeast`). Null where the rule has no number, or is off here.
 */
export async function previewPast(
  client: PoolClient,
  input: ThresholdInput,
): Promise<ThresholdPreview['past']> {
  if (input.off) return null;
  const statement = statements[input.rule];
  const limit = input.limit ?? thresholdDefaults[input.rule].limit ?? 0;
  if (statement !== undefined) {
    const { rows } = await client.query<Found>(statement, [
      input.sku,
      input.category,
      input.class,
      input.node,
      input.channel,
      limit,
      input.percent ?? 0,
      input.limit === null ? input.days : null,
    ]);
    return pastOf(rows[0], false);
  }
  if (input.limit === null) return null;
  const beyond = traitsOf(input.rule).worse === 'higher' ? '>' : '<';
  const { rows } = await client.query<Found>(
    `SELECT count(*) AS alerts, count(DISTINCT a.identity) AS places
     FROM alert_log l JOIN alert a USING (alert) WHERE ${standing} AND a.rule = $6 AND a.worst ${beyond} $7
       AND l.kind IN ('opened', 'reopened') AND l.at > now() - interval '${previewed_days} days'`,
    [input.sku, input.category, input.class, input.node, input.channel, input.rule, limit],
  );
  return pastOf(rows[0], true);
}

const inClass = (sku: string) =>
  `($2 = '' OR EXISTS (SELECT FROM sku s WHERE s.sku = ${sku} AND s.category = $2))
   AND ($3 = '' OR coalesce((SELECT c.class FROM sku_class c WHERE c.sku = ${sku}), 'C') = $3)`;
const standing = `$1 IN ('', a.sku) AND ${inClass('a.sku')} AND $4 IN ('', a.node) AND $5 IN ('', a.channel)`;
/** Every statement names all its parameters, so that their types are known. */
const named = '$1::text, $2::text, $3::text, $4::text, $5::text, $6::bigint, $7::float8, $8::float8';
const since = `now() - interval '${previewed_days} days'`;

const statements: Partial<Record<ThresholdInput['rule'], string>> = {
  discrepancy: `WITH asked AS (SELECT ${named})
    SELECT count(*) AS alerts, count(DISTINCT (d.sku, d.node)) AS places FROM discrepancy d
    WHERE d.recorded_at > ${since} AND $1 IN ('', d.sku) AND ${inClass('d.sku')} AND $4 IN ('', d.node)
      AND abs(d.actual - d.expected) > greatest($6, floor(abs(d.expected) * $7 / 100))`,
  oversell: `WITH asked AS (SELECT ${named})
    SELECT count(*) AS alerts, count(DISTINCT (i.sku, i.channel)) AS places FROM oversell_incident i
    WHERE i.recorded_at > ${since} AND $1 IN ('', i.sku) AND ${inClass('i.sku')} AND $5 IN ('', i.channel)
      AND i.units > $6`,
  listing_below_threshold: `WITH asked AS (SELECT ${named}),
    told AS (
      SELECT r.sku, r.channel, r.location, r.decided_at, r.packs,
        lag(r.packs) OVER (PARTITION BY r.bucket, r.sku, r.channel, r.location ORDER BY r.version) AS before,
        CASE WHEN $8 IS NULL THEN $6
          ELSE floor($8 * coalesce(d.level, 0) / greatest(l.units_per_listing, 1))::bigint END AS threshold
      FROM push_record r
      JOIN listing l ON l.bucket = r.bucket AND l.sku = r.sku AND l.channel = r.channel AND l.location = r.location
      LEFT JOIN demand_state d ON d.bucket = r.bucket AND d.sku = r.sku AND d.channel = r.channel
      WHERE r.decided_at > ${since} AND $1 IN ('', r.sku) AND ${inClass('r.sku')} AND $5 IN ('', r.channel)
        AND l.threshold IS NULL
    )
    SELECT count(*) AS alerts, count(DISTINCT (sku, channel, location)) AS places FROM told
    WHERE packs < threshold AND coalesce(before, threshold) >= threshold`,
};

function pastOf(row: Found | undefined, atLeast: boolean): ThresholdPreview['past'] {
  return {
    days: previewed_days,
    alerts: Number(row?.alerts ?? 0),
    places: Number(row?.places ?? 0),
    atLeast,
  };
}
