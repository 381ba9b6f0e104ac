export const buckets = 256;

/**
 * The shard bucket of a SKU, 0 to 255: FNV-1a (32 bit) over its UTF-16 code units, folded to eight bits. It is
 * stored in every hot table, so it may never change.
 */
export function bucketOf(sku: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < sku.length; index++) {
    hash ^= sku.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash ^= hash >>> 8;
  return hash & 0xff;
}

/** The one order in which rows of several SKUs are locked, so that nobody waits in a circle. */
export function compareSkuKeys(
  a: { bucket: number; sku: string },
  b: { bucket: number; sku: string },
): number {
  if (a.bucket !== b.bucket) return a.bucket - b.bucket;
  return a.sku < b.sku ? -1 : Number(a.sku > b.sku);
}

/** Different SKUs in that order, as the two columns of their keys. */
export function keysInOrder(skus: Iterable<string>): [buckets: number[], skus: string[]] {
  const keys = [...new Set(skus)].map((sku) => ({ bucket: bucketOf(sku), sku })).sort(compareSkuKeys);
  return [keys.map(({ bucket }) => bucket), keys.map(({ sku }) => sku)];
}
