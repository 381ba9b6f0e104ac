/**
 * Joins to a `position p` since when some of its units have been waiting in quality control: `first.recorded_at`, the
 * first that came in after the queue here was last empty; NULL where no posting says so.
 */
export const waitingSinceJoins = `
  LEFT JOIN LATERAL (
    SELECT max(o.sequence) AS sequence FROM posting o
    WHERE o.bucket = p.bucket AND o.sku = p.sku AND o.node = p.node AND o.quality_control = 0
  ) AS empty ON TRUE
  LEFT JOIN LATERAL (
    SELECT min(o.recorded_at) AS recorded_at FROM posting o
    WHERE o.bucket = p.bucket AND o.sku = p.sku AND o.node = p.node AND o.quality_control > 0
      AND o.sequence > coalesce(empty.sequence, 0)
  ) AS first ON TRUE`;
