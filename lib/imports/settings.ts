/** Of the catalogue: written in one transaction. */
export const catalogueKinds = ['skus', 'listings', 'safety_stock'] as const;
export type CatalogueKind = (typeof catalogueKinds)[number];

/** Events and documents: posted a stretch at a time, resumed where they were cut short, and taken back by reversal. */
export const postedKinds = [
  'opening_stock',
  'counts',
  'snapshots',
  'transfers',
  'purchase_orders',
  'promotions',
] as const;
export type PostedKind = (typeof postedKinds)[number];

export const importKinds = [...catalogueKinds, ...postedKinds] as const;
export type ImportKind = (typeof importKinds)[number];

export function isPosted(kind: ImportKind): kind is PostedKind {
  return (postedKinds as readonly string[]).includes(kind);
}

export const encodings = ['utf-8', 'windows-1252', 'utf-16le'] as const;
export const delimiters = [',', ';', '\t', '|'] as const;
/** `point`: 1,23,456.50 and 123,456.50 · `comma`: 123.456,50 */
export const numberFormats = ['point', 'comma'] as const;
export type NumberFormat = (typeof numberFormats)[number];
