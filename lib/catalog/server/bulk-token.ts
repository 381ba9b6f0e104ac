import { createHash } from 'node:crypto';
import { type BulkEdit, type BulkKey, type BulkRows, keyText } from '../bulk-edit';
import type { FittingList } from '../plan-fitting';
import type { CatalogState, ListingRow, SkuRow } from '../state';

/** Names exactly this edit on exactly these rows as they are: what was previewed is what is applied, or nothing. */
export function bulkToken(edit: BulkEdit, rows: BulkRows, state: CatalogState): string {
  const content = rows.keys.map((key) => [keyText(key), contentOf(key, rows.list, state)]);
  return createHash('sha256')
    .update(JSON.stringify([edit, content, rows.before]))
    .digest('base64url');
}

function contentOf(key: BulkKey, list: FittingList, state: CatalogState): SkuRow | ListingRow | undefined {
  if (list !== 'listings') return state.skus.get(key.sku);
  return state.listings.get(keyText(key));
}
