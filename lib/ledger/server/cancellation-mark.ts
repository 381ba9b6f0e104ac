/**
 * Whether a cancellation mark (alias `mark`) of an order line (alias `line`) still stands: it was not undone, and the
 * channel has cancelled nothing of the line since.
 */
export function liveMarkSql(mark: string, line: string): string {
  return `${mark}.bucket = ${line}.bucket AND ${mark}.sku = ${line}.sku AND ${mark}.channel = ${line}.channel
    AND ${mark}.order_id = ${line}.order_id AND ${mark}.line = ${line}.line AND ${mark}.undone_at IS NULL
    AND ${mark}.cancelled_before = greatest(${line}.cancelled_counted, ${line}.cancelled_reported)`;
}
