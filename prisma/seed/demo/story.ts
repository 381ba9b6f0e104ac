import type { FeedEvent } from '../online-retail';
import type { DemoNode } from './brand';
import { minute_ms } from './ist';
import { rollBetween } from './roll';
import type { Shelves } from './shelves';
import type { StockLevel } from './stock-levels';

type Told<Event> = Event extends unknown ? Omit<Event, 'occurredAt'> : never;

/** An order line that is still to leave, or a transfer that is still on its way, when the history ends. */
export type Unfinished =
  | { kind: 'order'; channel: string; order: string; line: string; sku: string; units: number }
  | { kind: 'transfer'; transfer: string; sku: string; units: number; from: DemoNode; to: DemoNode };

/** What the parts of the story work with while it is told. */
export interface Story {
  shelves: Shelves;
  levels: readonly StockLevel[];
  /** What has been called for and is not there yet, as SKU and node. */
  onTheWay: Set<string>;
  /** Writes an event down, at the time that it is. */
  tell(event: Told<FeedEvent>): void;
  /** Has something happen later on; not at all where the history has ended by then. */
  later(afterMs: number, happens: () => void): void;
  /** What will still have to be done if the history ends now; call the answer once it is done. */
  unfinished(what: Unfinished): () => void;
  /** The time that it is. */
  nowMs(): number;
  number(prefix: string): string;
}

/** Some minutes, always the same for the same words. */
export function minutesBetween(least: number, most: number, ...words: (string | number)[]): number {
  return rollBetween(least, most, ...words) * minute_ms;
}
