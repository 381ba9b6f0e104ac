import type { Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { figuresOf, isDrifting } from '../accuracy';
import { demandOver } from '../forecast';
import type { ExpectedUnits, SkuForecast } from '../sku-forecast';
import { Tails } from '../tails';
import { loadForecasts } from './load-forecasts';
import { readPromotions } from './read-promotions';

const day_ms = 86_400_000;
const low_level = 0.1;
const high_level = 0.9;

/** The forecast of each channel that lists the SKU, from now on. */
export async function readSkuForecast(pool: Pool, sku: string, now: Date): Promise<SkuForecast[]> {
  const { rows } = await pool.query<{
    channel: string;
    outcomes: string | null;
    forecast: number | null;
    actual: number | null;
    absolute_error: number | null;
    covered: string | null;
  }>(
    `SELECT DISTINCT l.channel, d.outcomes, d.forecast, d.actual, d.absolute_error, d.covered
     FROM listing l LEFT JOIN demand_channel d ON d.channel = l.channel
     WHERE l.bucket = $1 AND l.sku = $2 ORDER BY l.channel`,
    [bucketOf(sku), sku],
  );
  const promotions = await readPromotions(pool, [sku], now);
  const listed = rows.map(({ channel }) => ({ sku, channel }));
  const forecastOf = await loadForecasts(pool, listed, promotions, now);
  const at = now.getTime();
  return rows.map((row): SkuForecast => {
    const forecast = forecastOf(sku, row.channel);
    const over = (days: number): ExpectedUnits => {
      const demand = demandOver(forecast, at, at + days * day_ms);
      const tails = new Tails(demand);
      return { mean: demand.mean, low: tails.quantile(low_level), high: tails.quantile(high_level) };
    };
    const sums = {
      outcomes: Number(row.outcomes ?? 0),
      forecast: row.forecast ?? 0,
      actual: row.actual ?? 0,
      absoluteError: row.absolute_error ?? 0,
      covered: Number(row.covered ?? 0),
    };
    return {
      channel: row.channel,
      day: over(1),
      week: over(7),
      promotions: forecast.uplifts.map(({ startsAt, endsAt, factor, deviation }) => ({
        startsAt,
        endsAt,
        factor,
        known: deviation === 0,
      })),
      accuracy:
        sums.outcomes === 0
          ? null
          : { ...figuresOf(sums), outcomes: sums.outcomes, drifting: isDrifting(sums) },
    };
  });
}
