import { minorOf } from './plan-skus';
import type { Findings } from './refusal';
import type { CatalogInput } from './schema';
import {
  type CatalogState,
  type ChannelRow,
  externalKey,
  type ListingRow,
  listingKey,
  type SkuRow,
} from './state';
import { Changes } from './tally';

/** The listings as they will be; `all` holds the untouched ones of the state too, for what is decided over pools. */
export function planListings(
  state: CatalogState,
  input: CatalogInput,
  skus: ReadonlyMap<string, SkuRow>,
  channels: ReadonlyMap<string, ChannelRow>,
  findings: Findings,
) {
  const changes = new Changes<ListingRow>();
  const all = new Map(state.listings);
  const seen = new Set<string>();
  for (const [index, entry] of input.listings.entries()) {
    const path = ['listings', index];
    const names = { sku: entry.sku, channel: entry.channel, location: entry.location ?? '' };
    const key = listingKey(names);
    if (findings.duplicate(seen, key, path, `The listing of ${entry.sku} on ${entry.channel}`)) continue;
    const sku = skus.get(entry.sku);
    if (sku === undefined) findings.add('unknown_sku', [...path, 'sku'], `There is no SKU ${entry.sku}`);
    if (!channels.has(entry.channel))
      findings.add('unknown_channel', [...path, 'channel'], `There is no channel ${entry.channel}`);
    if (sku === undefined) continue;
    const before = state.listings.get(key);
    const kept = <Value>(given: Value | undefined, stored: Value | undefined, otherwise: Value): Value =>
      given ?? (given === undefined ? (stored ?? otherwise) : otherwise);
    const after: ListingRow = {
      ...names,
      externalId: entry.externalId ?? before?.externalId ?? entry.sku,
      unitsPerListing: entry.unitsPerListing ?? before?.unitsPerListing ?? 1,
      priceMinor: minorOf(
        entry.price,
        before?.priceMinor ?? null,
        sku.currency,
        [...path, 'price'],
        findings,
      ),
      threshold: kept(entry.threshold, before?.threshold, null),
      floor: kept(entry.floor, before?.floor, null),
      cap: kept(entry.cap, before?.cap, null),
      buffer: entry.buffer ?? before?.buffer ?? 0,
      mode: entry.mode ?? before?.mode ?? 'strict',
    };
    if (after.floor !== null && after.cap !== null && after.floor > after.cap)
      findings.add(
        'floor_above_cap',
        [...path, 'floor'],
        `The floor ${after.floor} lies above the cap ${after.cap}`,
      );
    if (changes.note(before, after)) all.set(key, after);
  }
  checkExternalIds(input, all, findings);
  return { ...changes, all };
}

/** What a channel calls a listing stands for one listing of ours, per location. */
function checkExternalIds(
  input: CatalogInput,
  all: ReadonlyMap<string, ListingRow>,
  findings: Findings,
): void {
  const holders = new Map<string, string[]>();
  for (const listing of all.values()) {
    const key = externalKey(listing);
    holders.set(key, [...(holders.get(key) ?? []), listing.sku]);
  }
  for (const [index, entry] of input.listings.entries()) {
    const listing = all.get(listingKey({ ...entry, location: entry.location ?? '' }));
    const other = listing && holders.get(externalKey(listing))?.find((sku) => sku !== listing.sku);
    if (listing !== undefined && other !== undefined)
      findings.add(
        'external_id_taken',
        ['listings', index, 'externalId'],
        `${listing.channel} knows ${other} by the external id ${listing.externalId}`,
      );
  }
}
