import type { ListingOutlook } from './plan-targets';
import { preview_items_max } from './policy-input';
import type { OutlookNumbers, PolicyPreview, PreviewItem, PreviewTotals } from './policy-items';

/** Outlooks by SKU and listing, as they come from one read. */
export type Outlooks = Map<string, { sku: string; outlook: ListingOutlook }>;

/** Sums a preview up, read by read: exact counts of all, and the listings that change most. */
export class PreviewTally {
  private readonly totals = { before: emptyTotals(), after: emptyTotals() };
  private readonly channels = new Map<string, { before: PreviewTotals; after: PreviewTotals }>();
  private items: PreviewItem[] = [];
  private readonly counts = { listings: 0, changed: 0, toZero: 0, fromZero: 0 };

  /** Both over the same SKUs. A listing of one side only came or went meanwhile and is left out. */
  add(before: Outlooks, after: Outlooks): void {
    for (const [key, { sku, outlook }] of after) {
      const old = before.get(key)?.outlook;
      if (old === undefined) continue;
      const { channel, location } = outlook;
      const of = this.channels.get(channel) ?? { before: emptyTotals(), after: emptyTotals() };
      this.channels.set(channel, of);
      this.counts.listings += 1;
      for (const [totals, side] of [
        [this.totals.before, old],
        [of.before, old],
        [this.totals.after, outlook],
        [of.after, outlook],
      ] as const)
        count(totals, side);
      const [then, now] = [numbersOf(outlook), numbersOf(old)];
      if (JSON.stringify(then) === JSON.stringify(now)) continue;
      this.counts.changed += 1;
      if (then.target === 0 && now.target > 0) this.counts.toZero += 1;
      if (then.target > 0 && now.target === 0) this.counts.fromZero += 1;
      this.items.push({ sku, channel, location, before: now, after: then });
    }
    this.atRisk(this.totals.before, before);
    this.atRisk(this.totals.after, after);
    this.items = this.items.sort(byChange).slice(0, preview_items_max);
  }

  preview(skus: number, truncated: boolean): PolicyPreview {
    return {
      items: this.items,
      ...this.counts,
      skus,
      truncated,
      totals: this.totals,
      channels: [...this.channels]
        .map(([channel, totals]) => ({ channel, ...totals }))
        .sort((a, b) => (a.channel < b.channel ? -1 : 1)),
    };
  }

  /** A SKU counts once, however many listings share the risk. */
  private atRisk(totals: PreviewTotals, found: Outlooks): void {
    const risky = new Set([...found.values()].filter(isRisky).map(({ sku }) => sku));
    totals.skusAtRisk += risky.size;
  }
}

function count(totals: PreviewTotals, outlook: ListingOutlook): void {
  totals.target += outlook.target;
  totals.expectedLostSales += outlook.expectedLostSales;
  totals.listingsAtZero += outlook.target === 0 ? 1 : 0;
  totals.oversellChanceMost = Math.max(totals.oversellChanceMost, outlook.oversellChance);
}

function isRisky({ outlook }: { outlook: ListingOutlook }): boolean {
  return outlook.oversellChance > 0;
}

function byChange(a: PreviewItem, b: PreviewItem): number {
  const size = ({ before, after }: PreviewItem) => Math.abs(after.target - before.target);
  return size(b) - size(a) || (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : a.channel < b.channel ? -1 : 1);
}

function numbersOf({ channel: _, location: __, ...numbers }: ListingOutlook): OutlookNumbers {
  return numbers;
}

function emptyTotals(): PreviewTotals {
  return { target: 0, expectedLostSales: 0, listingsAtZero: 0, skusAtRisk: 0, oversellChanceMost: 0 };
}
