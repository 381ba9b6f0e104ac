import { currency_default, decimalsOf, toMinor } from '@/lib/shared/money';
import type { Findings } from './refusal';
import type { CatalogInput } from './schema';
import type { CatalogState, SkuRow } from './state';
import { Changes, sameValue } from './tally';

/** The SKUs as they will be. A SKU that is new has its currency from the entry, else the default. */
export function planSkus(state: CatalogState, input: CatalogInput, findings: Findings) {
  const changes = new Changes<SkuRow>();
  const all = new Map(state.skus);
  const created: string[] = [];
  const barcodesOf: string[] = [];
  const seen = new Set<string>();
  for (const [index, entry] of input.skus.entries()) {
    const path = ['skus', index];
    if (findings.duplicate(seen, entry.sku, [...path, 'sku'], `The SKU ${entry.sku}`)) continue;
    const before = state.skus.get(entry.sku);
    const currency = entry.currency ?? before?.currency ?? currency_default;
    if (before !== undefined && currency !== before.currency)
      checkCurrency(state, input, before, entry, path, findings);
    const money = (field: 'unitCost' | 'price', stored: number | null | undefined) =>
      minorOf(entry[field], stored ?? null, currency, [...path, field], findings);
    const after: SkuRow = {
      sku: entry.sku,
      name: entry.name,
      category: entry.category === undefined ? (before?.category ?? null) : entry.category,
      unitCostMinor: money('unitCost', before?.unitCostMinor),
      priceMinor: money('price', before?.priceMinor),
      currency,
      caseQuantity: entry.caseQuantity === undefined ? (before?.caseQuantity ?? null) : entry.caseQuantity,
      barcodes: entry.barcodes === undefined ? (before?.barcodes ?? []) : [...new Set(entry.barcodes)].sort(),
    };
    if (changes.note(before, after)) {
      all.set(after.sku, after);
      if (before === undefined) created.push(after.sku);
      if (!sameValue(before?.barcodes ?? [], after.barcodes)) barcodesOf.push(after.sku);
    }
  }
  checkBarcodes(state, input, all, findings);
  return { ...changes, all, created, barcodesOf };
}

/** Minor units of what was given; what was left out stays, null clears. */
export function minorOf(
  given: number | null | undefined,
  stored: number | null,
  currency: string,
  path: PropertyKey[],
  findings: Findings,
): number | null {
  if (given === undefined) return stored;
  if (given === null) return null;
  const minor = toMinor(given, currency);
  if (minor === null)
    findings.add(
      'too_many_decimals',
      path,
      `${given} has more than the ${decimalsOf(currency)} decimals of ${currency}`,
    );
  return minor;
}

/** Amounts are kept in the SKU's currency: it changes only together with all of them. */
function checkCurrency(
  state: CatalogState,
  input: CatalogInput,
  before: SkuRow,
  entry: CatalogInput['skus'][number],
  path: PropertyKey[],
  findings: Findings,
): void {
  const stale =
    (before.unitCostMinor !== null && entry.unitCost === undefined) ||
    (before.priceMinor !== null && entry.price === undefined) ||
    [...state.listings.values()].some(
      (listing) =>
        listing.sku === entry.sku &&
        listing.priceMinor !== null &&
        !input.listings.some(
          (named) =>
            named.sku === listing.sku &&
            named.channel === listing.channel &&
            (named.location ?? '') === listing.location &&
            named.price !== undefined,
        ),
    );
  if (stale)
    findings.add(
      'currency_change',
      [...path, 'currency'],
      `${entry.sku} has amounts in ${before.currency}: give its unit cost, price and listing prices anew together with the currency`,
    );
}

/** A barcode stands for one SKU; one that another SKU gives up in the same call is free. */
function checkBarcodes(
  state: CatalogState,
  input: CatalogInput,
  all: ReadonlyMap<string, SkuRow>,
  findings: Findings,
): void {
  const owners = new Map<string, string>();
  for (const [barcode, sku] of state.barcodes)
    if (all.get(sku)?.barcodes.includes(barcode) ?? true) owners.set(barcode, sku);
  for (const [index, entry] of input.skus.entries())
    for (const [position, barcode] of (entry.barcodes ?? []).entries()) {
      const owner = owners.get(barcode);
      if (owner !== undefined && owner !== entry.sku)
        findings.add(
          'barcode_taken',
          ['skus', index, 'barcodes', position],
          `The barcode ${barcode} belongs to ${owner}`,
        );
      else owners.set(barcode, entry.sku);
    }
}
