import type { Kept } from './journal';

/** What a shop shows of a listing, and under which version it was told so. */
export interface Level {
  listing: string;
  location?: string;
  quantity: number;
  version: number;
  appliedAt?: string;
}

export interface Line {
  line: string;
  listing: string;
  location?: string;
  ordered: number;
  cancelled: number;
  cancelledAt?: string;
  restocked?: number;
  shipped: number;
  returned: number;
}

export interface Order {
  order: string;
  placedAt: string;
  lines: Line[];
}

/** What will become of an order, and when: the shop's own affair, not told to anybody. */
export interface Plan {
  atMs: number;
  step: 'ship' | 'cancel' | 'return';
}

interface Report {
  order: string;
  /** When what it tells of happened, where a watermark has to cover it: an order, a cancellation. */
  atMs: number | null;
}

interface KeptOrder {
  order: Order;
  plan: Plan | null;
}

/** One change of the book. Orders and levels stand in it as they are afterwards. */
export interface BookChange {
  levels?: Level[];
  order?: KeptOrder;
  report?: Report;
  counts?: { orders?: number; units?: number; refused?: number };
  /** The number of the last order, and how far the shop has come in what it sells. */
  number?: number;
  position?: number;
}

interface Whole {
  levels: Level[];
  orders: KeptOrder[];
  reports: Report[];
  firstReport: number;
  counts: { orders: number; units: number; refused: number };
  number: number;
  position: number;
}

export interface Update {
  listing: string;
  location?: string;
  quantity: number;
  version: number;
}

export const orders_page_max = 100;
/** Reports that were given long ago are forgotten; so many are kept in any case. */
const reports_kept_min = 2_000;

/**
 * What a shop knows: listings with their quantities and versions, orders, and the order in which it tells of them.
 * It refuses at zero, applies a version at most once, and its watermark never promises more than was told. Methods that
 * change something give the change; it is in force once it was applied.
 */
export class ShopBook implements Kept<Whole, BookChange> {
  readonly levels = new Map<string, Level>();
  readonly orders = new Map<string, KeptOrder>();
  counts = { orders: 0, units: 0, refused: 0 };
  number = 0;
  position = 0;
  private reports: Report[] = [];
  private firstReport = 0;
  /** Reports before this one may be told; the others are kept back. */
  private released = 0;
  private lastCursor = 0;

  constructor(private readonly orderPrefix: string) {}

  levelOf(listing: string, location?: string): Level {
    return this.levels.get(keyOf(listing, location)) ?? named({ listing, quantity: 0, version: 0 }, location);
  }

  /** A customer orders; lines that the listings cannot give are refused, each by itself. */
  sell(
    wanted: readonly { listing: string; location?: string; quantity: number }[],
    now: Date,
    plan: Plan,
  ): BookChange {
    const lines: Line[] = [];
    const levels = new Map<string, Level>();
    let units = 0;
    for (const { listing, location, quantity } of wanted) {
      const key = keyOf(listing, location);
      const level = levels.get(key) ?? this.levels.get(key);
      if (level === undefined || level.quantity < quantity) continue;
      levels.set(key, { ...level, quantity: level.quantity - quantity });
      const line = { line: String(lines.length + 1), listing, ordered: quantity };
      lines.push({ ...named(line, location), cancelled: 0, shipped: 0, returned: 0 });
      units += quantity;
    }
    if (lines.length === 0) return { counts: { refused: 1 } };
    const order = {
      order: `${this.orderPrefix}-${this.number + 1}`,
      placedAt: now.toISOString(),
      lines,
    };
    return {
      levels: [...levels.values()],
      order: { order, plan },
      report: { order: order.order, atMs: now.getTime() },
      counts: { orders: 1, units, refused: lines.length < wanted.length ? 1 : 0 },
      number: this.number + 1,
    };
  }

  /** The next step of an order's plan, if its time has come. A cancelled unit goes back to the listing at once. */
  advance(name: string, now: Date, next: Plan | null): BookChange | undefined {
    const kept = this.orders.get(name);
    if (kept?.plan == null || kept.plan.atMs > now.getTime()) return undefined;
    const { step } = kept.plan;
    const levels: Level[] = [];
    const lines = kept.order.lines.map((line): Line => {
      if (step === 'ship') return { ...line, shipped: line.ordered - line.cancelled };
      if (step === 'return') return { ...line, returned: Math.min(1, line.shipped) };
      const level = this.levelOf(line.listing, line.location);
      levels.push({ ...level, quantity: level.quantity + line.ordered });
      return { ...line, cancelled: line.ordered, cancelledAt: now.toISOString(), restocked: line.ordered };
    });
    return {
      levels,
      order: { order: { ...kept.order, lines }, plan: next },
      report: { order: name, atMs: step === 'cancel' ? now.getTime() : null },
    };
  }

  /** POST /inventory. */
  take(updates: readonly Update[], now: Date) {
    const changed = new Map<string, Level>();
    const results = updates.map(({ listing, location, quantity, version }) => {
      const key = keyOf(listing, location);
      const level = changed.get(key) ?? this.levels.get(key);
      if (level === undefined) return { ...named({ listing }, location), status: 'rejected' };
      if (version < level.version)
        return { ...named({ listing }, location), status: 'stale', observed: level.quantity };
      const isAgain = version === level.version && level.appliedAt !== undefined;
      const applied = isAgain ? level : { ...level, quantity, version, appliedAt: now.toISOString() };
      changed.set(key, applied);
      return { ...named({ listing }, location), status: 'applied', appliedAt: applied.appliedAt };
    });
    return { answer: { results }, change: { levels: [...changed.values()] } satisfies BookChange };
  }

  /** GET /inventory; none named gives all. */
  show(listings: readonly string[], now: Date) {
    const wanted = new Set(listings);
    const levels = [...this.levels.values()]
      .filter(({ listing }) => wanted.size === 0 || wanted.has(listing))
      .map(({ appliedAt: _, ...level }) => ({ ...level, observedAt: now.toISOString() }));
    return { levels };
  }

  /**
   * GET /orders. The watermark lies before the first order or cancellation that was not given yet, be it kept back or
   * on a later page; where all was given, one millisecond before now, for the next order may come within this one.
   * With `again`, what was given last is given once more.
   */
  give(cursor: string | null, now: Date, again = false) {
    const asked = cursor === null ? this.firstReport : Number(cursor);
    const from = Math.min(Math.max(this.firstReport, Number.isInteger(asked) ? asked : 0), this.reportsEnd);
    const to = Math.max(from, Math.min(from + orders_page_max, this.released));
    this.lastCursor = Math.max(this.lastCursor, from);
    const repeated = again && to > from ? Math.max(this.firstReport, from - 2) : from;
    const names = new Set(
      this.reports.slice(repeated - this.firstReport, to - this.firstReport).map(({ order }) => order),
    );
    const untold = this.reports.slice(to - this.firstReport).flatMap(({ atMs }) => atMs ?? []);
    return {
      orders: [...names].flatMap((name) => this.orders.get(name)?.order ?? []),
      next: String(to),
      watermark: new Date(Math.min(now.getTime(), ...untold) - 1).toISOString(),
    };
  }

  /** Lets out what was kept back; gives the orders that may now be told of, and the place of each report. */
  release(): { order: Order; report: number }[] {
    const from = this.released;
    this.released = this.reportsEnd;
    const told = this.reports.slice(from - this.firstReport).map(({ order }, index) => ({
      kept: this.orders.get(order),
      report: from + index,
    }));
    return told.flatMap(({ kept, report }) => (kept === undefined ? [] : [{ order: kept.order, report }]));
  }

  /** Whether there is anything to buy at all: before the first quantities have come nobody is let in. */
  get isOpen(): boolean {
    for (const { quantity } of this.levels.values()) if (quantity > 0) return true;
    return false;
  }

  get keptBack(): number {
    return this.reportsEnd - this.released;
  }

  private get reportsEnd(): number {
    return this.firstReport + this.reports.length;
  }

  /** A listing that the shop carries, so that it can be told of it. */
  list(listing: string, location?: string): BookChange {
    if (this.levels.has(keyOf(listing, location))) return {};
    return { levels: [this.levelOf(listing, location)] };
  }

  apply(change: BookChange): void {
    for (const level of change.levels ?? []) this.levels.set(keyOf(level.listing, level.location), level);
    if (change.order !== undefined) this.orders.set(change.order.order.order, change.order);
    if (change.report !== undefined) this.reports.push(change.report);
    for (const name of ['orders', 'units', 'refused'] as const)
      this.counts[name] += change.counts?.[name] ?? 0;
    this.number = change.number ?? this.number;
    this.position = change.position ?? this.position;
    if (this.reports.length > 2 * reports_kept_min) this.forget();
  }

  whole(): Whole {
    const { reports, firstReport, counts, number, position } = this;
    return {
      levels: [...this.levels.values()],
      orders: [...this.orders.values()],
      reports,
      firstReport,
      counts,
      number,
      position,
    };
  }

  /** After a start everything may be told that was written down. */
  restore(whole: Whole): void {
    for (const level of whole.levels) this.levels.set(keyOf(level.listing, level.location), level);
    for (const kept of whole.orders) this.orders.set(kept.order.order, kept);
    this.reports = whole.reports;
    this.firstReport = whole.firstReport;
    this.counts = whole.counts;
    this.number = whole.number;
    this.position = whole.position;
    this.released = this.firstReport;
  }

  /** Orders that are done and were told to a poller go, the oldest first. */
  private forget(): void {
    const done = Math.min(this.lastCursor - this.firstReport, this.reports.length - reports_kept_min);
    if (done <= 0) return;
    this.firstReport += done;
    const gone = this.reports.splice(0, done);
    const still = new Set(this.reports.map(({ order }) => order));
    for (const { order } of gone)
      if (!still.has(order) && this.orders.get(order)?.plan == null) this.orders.delete(order);
  }
}

export function keyOf(listing: string, location?: string): string {
  return location === undefined ? listing : `${listing}\u0000${location}`;
}

function named<Entry extends object>(
  entry: Entry,
  location: string | undefined,
): Entry & { location?: string } {
  return location === undefined ? entry : { ...entry, location };
}
