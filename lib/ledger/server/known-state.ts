import type { Decision } from '../decide';
import type { SubmittedEvent } from '../events';
import type { OrderLine } from '../order-line';
import {
  emptyState,
  keyOf,
  type LedgerHead,
  type LedgerState,
  type RecordedVerdict,
  splitKey,
  type Wants,
} from '../state';
import type { Position } from '../states';
import type { CatalogCache } from './write-batch';

/** Beyond these the oldest are forgotten; they are read again when they are needed. */
export const known_skus_max = 20_000;
export const known_order_lines_max = 100_000;
/** More batches than can be in flight at a time. */
const recent_stamps_max = 8;

/** What is remembered of a SKU: everything at all of its nodes, and some of its order lines. */
interface KnownSku {
  /** The stamp its head has once all batches in flight are written. */
  stamp: number;
  /** The stamps it had shortly before: a read that was made meanwhile may have seen one of them. */
  recent: number[];
  positions: string[];
  orderLines: Set<string>;
  /** A posting must be recorded after this (ms since 1970). */
  recordedAfterMs: number;
}

/** What has to be read before a batch can be decided. */
export interface ReadAhead {
  /** SKUs of which nothing is known. */
  skus: string[];
  /** Order lines that may exist. */
  orderLines: OrderLineKey[];
  /** Whether some of these events were recorded before. */
  recorded: SubmittedEvent[];
}
export type OrderLineKey = Pick<OrderLine, 'sku' | 'channel' | 'order' | 'line'>;

/** What a read found, all of it as of one instant. */
export interface ReadFound {
  heads: (LedgerHead & { stamp: number })[];
  positions: (Position & { recordedAtMs: number })[];
  orderLines: OrderLine[];
  recorded: ({ source: string; id: string } & RecordedVerdict)[];
}

/**
 * What this process remembers of the ledger, so that a batch can be decided without asking the database, also on
 * batches that are still being written. It is only ever a good guess: the stamps tell the database what it rests on,
 * and a batch that rests on something else is refused there as a whole. Nodes without a position row are asked for
 * where they are needed, as is everything that is rare.
 */
export class KnownState {
  readonly state: LedgerState;
  private readonly skus = new Map<string, KnownSku>();
  /** What is taken not to exist while one batch is decided. */
  private readonly assumed = { heads: [] as string[], orderLines: [] as string[] };

  constructor(readonly catalog: CatalogCache) {
    this.state = emptyState(catalog.nodes, catalog.channels);
  }

  /** What is missing for these events, or null. `cautious`: duplicates and orders under a known number are likely. */
  missing(events: readonly SubmittedEvent[], cautious: boolean): ReadAhead | null {
    const skus = new Set<string>();
    const orderLines = new Map<string, OrderLineKey>();
    for (const { event, lineKey } of events) {
      if (!this.skus.has(event.sku)) skus.add(event.sku);
      // An order that is placed is taken to be a new one; where it is not, its row refuses the batch.
      if (lineKey === null || (event.type === 'order_placed' && !cautious)) continue;
      if (this.state.orderLines.has(lineKey)) continue;
      const [sku = '', channel = '', order = '', line = ''] = splitKey(lineKey);
      orderLines.set(lineKey, { sku, channel, order, line });
    }
    if (skus.size === 0 && orderLines.size === 0 && !cautious) return null;
    return { skus: [...skus], orderLines: [...orderLines.values()], recorded: cautious ? [...events] : [] };
  }

  /** Takes in what was read. A SKU that was moved by somebody else meanwhile is forgotten. */
  take(asked: ReadAhead, found: ReadFound): void {
    for (const line of asked.orderLines) this.assumeNoLine(keyOf.orderLine(line));
    for (const sku of asked.skus) {
      this.state.heads.set(sku, null);
      this.assumed.heads.push(sku);
    }
    for (const { stamp, ...head } of found.heads) this.takeHead(head, stamp);
    for (const { recordedAtMs, ...position } of found.positions) {
      const known = this.skus.get(position.sku);
      const key = keyOf.position(position.sku, position.node);
      if (known === undefined || this.state.positions.has(key)) continue;
      this.state.positions.set(key, position);
      known.positions.push(key);
      // Beside another process numbers need not rise with time within a millisecond.
      known.recordedAfterMs = Math.max(known.recordedAfterMs, recordedAtMs + 1);
    }
    for (const line of found.orderLines) {
      const key = keyOf.orderLine(line);
      const known = this.skus.get(line.sku);
      if (known === undefined) this.state.orderLines.delete(key);
      else if (!known.orderLines.has(key)) {
        this.state.orderLines.set(key, line);
        known.orderLines.add(key);
      }
    }
    for (const { source, id, ...verdict } of found.recorded)
      this.state.recorded.set(keyOf.recorded(source, id), verdict);
  }

  private takeHead(head: LedgerHead, stamp: number): void {
    const known = this.skus.get(head.sku);
    if (known !== undefined) {
      if (known.stamp !== stamp && !known.recent.includes(stamp)) this.forget([head.sku]);
      return;
    }
    this.state.heads.set(head.sku, head);
    this.skus.set(head.sku, { stamp, recent: [], positions: [], orderLines: new Set(), recordedAfterMs: 0 });
  }

  /** Makes ready to decide these events: what nobody has seen counts as new. */
  assumeNew(events: readonly SubmittedEvent[]): void {
    const { recorded, orderLines } = this.state;
    for (const { key, lineKey } of events) {
      if (!recorded.has(key)) recorded.set(key, null);
      if (lineKey !== null && !orderLines.has(lineKey)) this.assumeNoLine(lineKey);
    }
  }

  private assumeNoLine(key: string): void {
    this.state.orderLines.set(key, null);
    this.assumed.orderLines.push(key);
  }

  /**
   * Answers what a decision asked for, where it can: a position that was not read with its SKU is not there. False
   * where the database has to be asked.
   */
  answer(wants: Wants): boolean {
    for (const [kind, keys] of wants) {
      if (kind !== 'positions') return false;
      for (const key of keys) {
        const known = this.skus.get(splitKey(key)[0] ?? '');
        if (known === undefined) return false;
        this.state.positions.set(key, null);
        known.positions.push(key);
      }
    }
    return true;
  }

  /** The stamps that the SKUs of a batch must have, and the earliest time it may be recorded at. */
  footing(skus: Iterable<string>): { stamps: Map<string, number>; recordedAfterMs: number } {
    const stamps = new Map<string, number>();
    let recordedAfterMs = 0;
    for (const sku of skus) {
      const known = this.skus.get(sku);
      if (known === undefined) continue;
      stamps.set(sku, known.stamp);
      recordedAfterMs = Math.max(recordedAfterMs, known.recordedAfterMs);
    }
    return { stamps, recordedAfterMs };
  }

  /** Brings it to what it is once the batch is written. */
  apply(decision: Decision, skus: Iterable<string>, stamp: number): void {
    const { state } = this;
    for (const sku of skus) {
      const known = this.skus.get(sku);
      if (known === undefined) continue;
      known.recent.push(known.stamp);
      if (known.recent.length > recent_stamps_max) known.recent.shift();
      known.stamp = stamp;
    }
    for (const head of decision.heads) state.heads.set(head.sku, head);
    for (const [key, position] of decision.positions) {
      if (!state.positions.has(key)) this.skus.get(position.sku)?.positions.push(key);
      state.positions.set(key, position);
    }
    for (const [key, line] of decision.orderLines) {
      // Put last: those at the front were used longest ago.
      state.orderLines.delete(key);
      state.orderLines.set(key, line);
      this.skus.get(line.sku)?.orderLines.add(key);
    }
  }

  /** Forgets what was assumed for one batch, and the oldest where it is too much. */
  settle(): void {
    const { state, assumed } = this;
    state.recorded.clear();
    for (const sku of assumed.heads.splice(0)) if (state.heads.get(sku) === null) state.heads.delete(sku);
    for (const key of assumed.orderLines.splice(0))
      if (state.orderLines.get(key) === null) state.orderLines.delete(key);
    while (state.orderLines.size > known_order_lines_max) {
      const [key] = state.orderLines.keys();
      if (key === undefined) break;
      const line = state.orderLines.get(key);
      if (line) this.skus.get(line.sku)?.orderLines.delete(key);
      state.orderLines.delete(key);
    }
    while (this.skus.size > known_skus_max) {
      const [sku] = this.skus.keys();
      if (sku === undefined) break;
      this.forget([sku]);
    }
  }

  forget(skus: Iterable<string>): void {
    const { state } = this;
    for (const sku of skus) {
      state.heads.delete(sku);
      const known = this.skus.get(sku);
      if (known === undefined) continue;
      for (const key of known.positions) state.positions.delete(key);
      for (const key of known.orderLines) state.orderLines.delete(key);
      this.skus.delete(sku);
    }
  }
}
