import type { Row } from './exchange';
import type { LaneConnection } from './lane-connection';
import { number, text } from './load-rows';
import { drawNumbers } from './load-statements';

/** Numbers that were not used for so long are let go: they should rise with time over all processes. */
export const numbers_kept_ms_max = 1_000;
/** So many are drawn at once at least. */
const draw_min = 64;
/** And again as soon as fewer are left than this or than a batch like the last needs. */
const left_min = 16;

/**
 * Event numbers of the database's sequence, drawn before they are needed, and its clock as far as it was heard of. One
 * is never given twice; those of a batch that failed are lost.
 */
export class NumberStock {
  private numbers: number[] = [];
  private drawnAtMs = 0;
  private lastTaken = 0;
  /** The database's clock less ours, the largest that was heard: an answer only ever comes late. */
  private aheadMs = Number.NEGATIVE_INFINITY;

  /** The database's clock in ms since 1970, as well as it is known. */
  now(): number {
    return Date.now() + (Number.isFinite(this.aheadMs) ? this.aheadMs : 0);
  }

  /** How many to draw along with a batch of so many events, so that the next one finds its own. */
  wanted(events: number): number {
    return this.numbers.length < Math.max(left_min, events) ? Math.max(draw_min, 2 * events) : 0;
  }

  async take(events: number, reader: LaneConnection): Promise<number[]> {
    if (Date.now() - this.drawnAtMs > numbers_kept_ms_max) this.numbers = [];
    if (this.numbers.length < events) {
      const exchange = reader.begin();
      const rows = exchange.rows(drawNumbers, [Math.max(draw_min, 2 * events)]);
      await exchange.commit();
      this.add(await rows);
    }
    const taken = this.numbers.splice(0, events);
    this.lastTaken = taken.at(-1) ?? this.lastTaken;
    return taken;
  }

  /** Takes in the answer of a statement that drew some. */
  add([row]: Row[]): void {
    if (row === undefined) return;
    const nowMs = Date.now();
    this.aheadMs = Math.max(this.aheadMs, number(row[0]) - nowMs);
    if (row[1] === null) return;
    const drawn = text(row[1]).split(',').map(Number);
    // The age that counts is that of the oldest.
    if (this.numbers.length === 0) this.drawnAtMs = nowMs;
    // What comes with a batch may have been drawn before what was asked for beside it: numbers rise with the batches, or
    // two postings of a millisecond would stand in the wrong order.
    this.numbers.push(...drawn.filter((each) => each > this.lastTaken));
    this.numbers.sort((a, b) => a - b);
  }

  /** Numbers were drawn past it: what it holds would stand before events that came earlier. */
  discard(): void {
    this.numbers = [];
  }

  /** The clock is that of another connection from now on. */
  forget(): void {
    this.numbers = [];
    this.aheadMs = Number.NEGATIVE_INFINITY;
  }
}
