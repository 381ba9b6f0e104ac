import type { SubmittedEvent } from './events';
import type { OrderLine, Reservation, TransferLine } from './order-line';
import type { Refusal } from './refusals';
import {
  type ClaimKeys,
  keyOf,
  type LastSnapshot,
  type LedgerHead,
  type LedgerState,
  type Posting,
  type StockCount,
  type WantKind,
  type Wants,
} from './state';
import { emptyBalances, type Position } from './states';

/** What a later event of the same batch may ask about an earlier one. */
export interface RecordedHere {
  submitted: SubmittedEvent;
  sequence: number;
  refusal: Refusal | null;
  shortfall: number;
  postings: Posting[];
  occurredAt: string;
}

/** Thrown inside a decision when something is needed that was not loaded; never leaves `decide`. */
export const state_missing = Symbol('ledger state missing');

/**
 * One kind of entity as a decision sees it: what was loaded, what the batch has changed so far, and on top what the
 * group in hand has changed, which can still be rolled back. Loaded values are never written to.
 */
class Shelf<T> {
  readonly changed = new Map<string, T>();
  /** Kept from group to group, since a map for each would be the most of what a batch throws away. */
  private readonly group = new Map<string, T>();

  constructor(
    private readonly kind: WantKind,
    private readonly loaded: Map<string, T | null>,
    private readonly wants: Wants,
    private readonly clone: (value: T) => T,
  ) {}

  commit(): void {
    if (this.group.size === 0) return;
    for (const [key, value] of this.group) this.changed.set(key, value);
    this.group.clear();
  }

  rollback(): void {
    if (this.group.size > 0) this.group.clear();
  }

  get(key: string): T | null {
    const value = this.group.get(key) ?? this.changed.get(key) ?? this.loaded.get(key);
    if (value !== undefined) return value;
    want(this.wants, this.kind, key);
    throw state_missing;
  }

  /** Asks for all keys at once, where one of them is missing. */
  need(keys: Iterable<string>): void {
    let missing = false;
    for (const key of keys)
      if (!this.loaded.has(key) && !this.changed.has(key) && !this.group.has(key)) {
        want(this.wants, this.kind, key);
        missing = true;
      }
    if (missing) throw state_missing;
  }

  /** A new entity under a key that cannot be in use yet. */
  add(key: string, value: T): void {
    this.group.set(key, value);
  }

  /** The entity to write to, made by `create` where there is none. */
  edit(key: string, create: () => T): T {
    const mine = this.group.get(key);
    if (mine !== undefined) return mine;
    const value = this.get(key);
    const copy = value === null ? create() : this.clone(value);
    this.group.set(key, copy);
    return copy;
  }
}

export function want(wants: Wants, kind: WantKind, key: string): void {
  const keys = wants.get(kind);
  if (keys === undefined) wants.set(kind, new Set([key]));
  else keys.add(key);
}

const cloneHead = (head: LedgerHead): LedgerHead => ({ ...head });
const clonePosition = (position: Position): Position => ({ ...position, balances: { ...position.balances } });
const cloneOrderLine = (line: OrderLine): OrderLine => ({
  ...line,
  counted: { ...line.counted },
  reported: line.reported === null ? null : { ...line.reported },
  claims: { ...line.claims },
  waiting: { ...line.waiting },
});
const cloneReservation = (reservation: Reservation): Reservation => ({
  ...reservation,
  claims: { ...reservation.claims },
});
const cloneTransfer = (transfer: TransferLine): TransferLine => ({ ...transfer });
const cloneCount = (count: StockCount): StockCount => ({ ...count });
const cloneSnapshot = (snapshot: LastSnapshot): LastSnapshot => ({ ...snapshot });

/** A place in the queue of the backorders of a channel. */
export interface Waiting {
  key: string;
  placedAt: number;
  sequence: number;
}

export const byAge = (a: Waiting, b: Waiting): number => a.placedAt - b.placedAt || a.sequence - b.sequence;
const ageOf = ({ placedAt, sequence }: OrderLine) => ({ placedAt, sequence });

/** Puts a line in its place, unless it is there already; mostly that is the end. */
function enqueue(queues: Map<string, Waiting[]>, channel: string, waiting: Waiting): void {
  const queue = queues.get(channel);
  if (queue === undefined) {
    queues.set(channel, [waiting]);
    return;
  }
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = queue[middle];
    if (there !== undefined && byAge(there, waiting) < 0) low = middle + 1;
    else high = middle;
  }
  if (queue[low]?.key !== waiting.key) queue.splice(low, 0, waiting);
}

/** The working copy of a batch: everything that rules read and write goes through here. */
export class Draft {
  readonly wants: Wants = new Map();
  readonly heads: Shelf<LedgerHead>;
  readonly positions: Shelf<Position>;
  readonly orderLines: Shelf<OrderLine>;
  readonly reservations: Shelf<Reservation>;
  readonly transfers: Shelf<TransferLine>;
  readonly counts: Shelf<StockCount>;
  readonly snapshots: Shelf<LastSnapshot>;
  /** What this batch has recorded so far, by (source, id): the same event twice in one batch is a duplicate too. */
  readonly recordedHere = new Map<string, RecordedHere>();
  /** Sequences of events that this batch has reversed. */
  readonly reversedHere = new Set<number>();
  /** Keys of order lines that got a backorder in this batch, by SKU; a superset of those that still have one. */
  private readonly backordersHere = new Map<string, Set<string>>();
  /** By SKU and channel, oldest first: made at the first look and kept, since thousands may wait for a few units. */
  private readonly queues = new Map<string, Map<string, Waiting[]>>();
  /** The group in hand has made or changed a queue: rolled back, it takes the queues with it. */
  private queuesTouched = false;
  private readonly shelves: Pick<Shelf<unknown>, 'commit' | 'rollback'>[];

  constructor(readonly state: LedgerState) {
    this.heads = new Shelf('heads', state.heads, this.wants, cloneHead);
    this.positions = new Shelf('positions', state.positions, this.wants, clonePosition);
    this.orderLines = new Shelf('orderLines', state.orderLines, this.wants, cloneOrderLine);
    this.reservations = new Shelf('reservations', state.reservations, this.wants, cloneReservation);
    this.transfers = new Shelf('transfers', state.transfers, this.wants, cloneTransfer);
    this.counts = new Shelf('counts', state.counts, this.wants, cloneCount);
    this.snapshots = new Shelf('snapshots', state.snapshots, this.wants, cloneSnapshot);
    this.shelves = [
      this.heads,
      this.positions,
      this.orderLines,
      this.reservations,
      this.transfers,
      this.counts,
      this.snapshots,
    ];
  }

  beginGroup(): void {
    this.queuesTouched = false;
  }

  commitGroup(): void {
    for (const shelf of this.shelves) shelf.commit();
  }

  rollbackGroup(): void {
    for (const shelf of this.shelves) shelf.rollback();
    if (this.queuesTouched) this.queues.clear();
  }

  /** A value loaded beside the entities; asked for where it is missing. */
  loaded<T>(kind: WantKind, from: ReadonlyMap<string, T>, key: string): T {
    const value = from.get(key);
    if (value !== undefined) return value;
    want(this.wants, kind, key);
    throw state_missing;
  }

  head(sku: string): LedgerHead {
    return this.heads.edit(sku, () => {
      throw new Error(`no ledger head for ${sku}`);
    });
  }

  position(sku: string, node: string): Position {
    return this.positions.edit(keyOf.position(sku, node), () => ({
      sku,
      node,
      balances: emptyBalances(),
      version: 0,
      countedAt: null,
    }));
  }

  available(sku: string, node: string): number {
    return this.positions.get(keyOf.position(sku, node))?.balances.available ?? 0;
  }

  /** What a request may take: available less what channels may still sell, which may be sold this very second. */
  unpromised(sku: string, node: string): number {
    const key = keyOf.position(sku, node);
    return Math.max(0, this.available(sku, node) - this.loaded('promised', this.state.promised, key));
  }

  /** Asks for the positions of all nodes at once: a channel may have dozens of sources, and a round trip is dear. */
  needPositions(sku: string, nodes: Iterable<string>): void {
    this.positions.need([...nodes].map((node) => keyOf.position(sku, node)));
  }

  /** The same with what is kept back and promised there. */
  needSellable(sku: string, nodes: readonly string[]): void {
    const keys = nodes.map((node) => keyOf.position(sku, node));
    let missing = false;
    for (const kind of ['keptBack', 'promised'] as const)
      for (const key of keys)
        if (!this.state[kind].has(key)) {
          want(this.wants, kind, key);
          missing = true;
        }
    this.positions.need(keys);
    if (missing) throw state_missing;
  }

  noteBackorder(line: OrderLine): void {
    const key = keyOf.orderLine(line);
    const keys = this.backordersHere.get(line.sku);
    if (keys === undefined) this.backordersHere.set(line.sku, new Set([key]));
    else keys.add(key);
    const queues = this.queues.get(line.sku);
    if (queues === undefined) return;
    enqueue(queues, line.channel, { key, ...ageOf(line) });
    this.queuesTouched = true;
  }

  /** The age of a line in the queue has changed. */
  forgetQueue(sku: string): void {
    this.queuesTouched = this.queues.delete(sku) || this.queuesTouched;
  }

  /** The queues, oldest first, of the channels asked for. Lines in them may have been filled meanwhile. */
  backordersOf(sku: string, ofChannel: (channel: string) => boolean): Waiting[][] {
    if ((this.heads.get(sku)?.backordered ?? 0) === 0) return [];
    let queues = this.queues.get(sku);
    if (queues === undefined) {
      queues = this.queuesOf(sku);
      this.queues.set(sku, queues);
      this.queuesTouched = true;
    }
    return [...queues].filter(([channel]) => ofChannel(channel)).map(([, queue]) => queue);
  }

  private queuesOf(sku: string): Map<string, Waiting[]> {
    const keys = new Set(this.backordersHere.get(sku));
    if ((this.state.heads.get(sku)?.backordered ?? 0) > 0)
      for (const key of this.loaded('backorders', this.state.backorders, sku)) keys.add(key);
    const queues = new Map<string, Waiting[]>();
    for (const key of keys) {
      const line = this.orderLines.get(key);
      if (line === null || line.backordered === 0) continue;
      const queue = queues.get(line.channel);
      if (queue === undefined) queues.set(line.channel, [{ key, ...ageOf(line) }]);
      else queue.push({ key, ...ageOf(line) });
    }
    for (const queue of queues.values()) queue.sort(byAge);
    return queues;
  }

  /** Everything that has units of the SKU committed at the node, also what this batch has committed there. */
  claimsAt(sku: string, node: string): ClaimKeys {
    const loaded = this.loaded('claims', this.state.claims, keyOf.position(sku, node));
    const orderLines = new Set(loaded.orderLines);
    for (const [key, line] of this.orderLines.changed) if (line.sku === sku) orderLines.add(key);
    const reservations = new Set(loaded.reservations);
    for (const [key, of] of this.reservations.changed) if (of.sku === sku) reservations.add(key);
    const transfers = new Set(loaded.transfers);
    for (const [key, of] of this.transfers.changed) if (of.sku === sku) transfers.add(key);
    return { orderLines: [...orderLines], reservations: [...reservations], transfers: [...transfers] };
  }

  /** The sourcing order of a channel. */
  sourcesOf(channel: string): readonly string[] {
    return this.state.channels.get(channel) ?? [];
  }
}
