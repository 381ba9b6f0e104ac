const inForce = 'NOT EXISTS (SELECT 1 FROM selling_resume r WHERE r.stop = t.stop)';
const everywhere = `SELECT t.sku FROM selling_stop t WHERE t.channel = '' AND ${inForce}`;
const wholeChannels = `SELECT t.channel FROM selling_stop t WHERE t.sku = '' AND ${inForce}`;
const single = `SELECT t.sku, t.channel FROM selling_stop t WHERE t.sku <> '' AND t.channel <> '' AND ${inForce}`;

/** Whether a stop in force holds, as SQL. The subqueries stand by themselves, so each is read once for all rows. */
export function skuStoppedSql(sku: string): string {
  return `(${sku} IN (${everywhere}))`;
}

export function channelStoppedSql(channel: string): string {
  return `(${channel} IN (${wholeChannels}))`;
}

export function listingStoppedSql(sku: string, channel: string): string {
  return `(${sku} IN (${everywhere}) OR ${channel} IN (${wholeChannels}) OR (${sku}, ${channel}) IN (${single}))`;
}
