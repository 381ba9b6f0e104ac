import type { Sales, Settings } from './config';

/** A pause of the real shop, its nights and closed days above all, is waited for no longer than this. */
export const gap_ms_max = 25 * 60_000;
/** A program that slept does not make up for it all at once. */
const step_ms_max = 2_000;

/** What customers want at this moment: the next of the real sales, or a piece of what is in the flash sale. */
export type Wish = { kind: 'sale'; index: number } | { kind: 'flash'; sku: string };

/**
 * Lets time pass `speed` times as fast as it did in the real shop, with the rhythm of its days. In a flash sale of
 * everything it passes so many times faster still; in one of a single SKU the orders that are added are all for it.
 */
export class Pace {
  private passedMs = 0;
  private addedMs = 0;

  constructor(private readonly sales: Sales) {}

  /** What is wanted within the next `elapsedMs` of real time, from the sale at `position` on. */
  step(elapsedMs: number, position: number, settings: Settings): Wish[] {
    const { speed, flash } = settings;
    const timeMs = Math.min(elapsedMs, step_ms_max) * speed;
    const wishes: Wish[] = [];
    this.passedMs += flash !== null && flash.sku === null ? timeMs * flash.factor : timeMs;
    let index = position;
    for (let gapMs = this.gapBefore(index); this.passedMs >= gapMs; gapMs = this.gapBefore(index)) {
      this.passedMs -= gapMs;
      wishes.push({ kind: 'sale', index: index % this.sales.length });
      index += 1;
    }
    if (flash === null || flash.sku === null) this.addedMs = 0;
    else {
      this.addedMs += timeMs * (flash.factor - 1);
      const gapMs = this.averageGapMs;
      for (; this.addedMs >= gapMs; this.addedMs -= gapMs) wishes.push({ kind: 'flash', sku: flash.sku });
    }
    return wishes;
  }

  private gapBefore(position: number): number {
    const index = position % this.sales.length;
    const [atMs] = this.sales[index] ?? [0];
    const [beforeMs] = this.sales[index - 1] ?? [atMs];
    return Math.max(1, Math.min(atMs - beforeMs, gap_ms_max));
  }

  private get averageGapMs(): number {
    this.average ??= this.sales.reduce((sum, _, index) => sum + this.gapBefore(index), 0) / this.sales.length;
    return this.average;
  }
  private average: number | undefined;
}
