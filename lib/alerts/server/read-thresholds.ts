import type { ClientBase, Pool } from 'pg';
import type { AlertRule } from '../rules';
import { indexThresholds, type ScopedThreshold, type ThresholdIndex } from '../threshold';

export interface ThresholdRow {
  threshold: string;
  rule: AlertRule;
  sku: string;
  category: string;
  class: '' | 'A' | 'B' | 'C';
  node: string;
  channel: string;
  limit: string | null;
  percent: number | null;
  days: number | null;
  for_seconds: number;
  off: boolean;
}

export function thresholdOf(row: ThresholdRow): ScopedThreshold & Pick<ThresholdRow, 'class'> {
  const { rule, sku, category, node, channel, limit, percent, days, for_seconds, off } = row;
  const of = row.class;
  return {
    rule,
    sku,
    category,
    class: of,
    node,
    channel,
    limit: limit === null ? null : Number(limit),
    percent,
    days,
    forSeconds: for_seconds,
    off,
  };
}

/** The thresholds in force that can matter to these SKUs, overlaid with those that are only tried. */
export async function readThresholds(
  db: ClientBase | Pool,
  skus: readonly string[],
  tried: readonly ScopedThreshold[] = [],
): Promise<ThresholdIndex> {
  const { rows } = await db.query<ThresholdRow>(
    `SELECT * FROM alert_threshold
     WHERE sku = ANY($1::text[] || ARRAY['']) AND effective_from <= clock_timestamp()
       AND (effective_to IS NULL OR effective_to > clock_timestamp())
     ORDER BY effective_from, threshold`,
    [skus],
  );
  return indexThresholds([...rows.map(thresholdOf), ...tried]);
}
