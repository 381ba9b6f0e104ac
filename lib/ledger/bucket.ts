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
