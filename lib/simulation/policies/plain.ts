import { apportion } from '@/lib/allocation/apportion';
import type { Desk, MakePolicy, Policy, PushAnswer, ReportedCancellation, ReportedOrder } from '../policy';

/** What the channels should show, given what the books say is left; undefined = leave them alone. */
type Wish = (left: number, velocity: Readonly<Record<string, number>>) => Record<string, number> | undefined;

/** Kept back by `buffer`: a tenth of the stock, at most eight units. */
const buffer_share = 0.1;
const buffer_units_max = 8;
/** α of the velocity split, per day. */
const velocity_day_ms = 86_400_000;

/** Every channel shows all that the books have left. */
export const fullPool: MakePolicy = (desk) => new PlainPolicy(desk, (left) => same(desk, Math.max(0, left)));

/** The same, less some units kept back for whatever is on its way. */
export const fullPoolBuffered: MakePolicy = (desk) => {
  const buffer = Math.min(buffer_units_max, Math.ceil(desk.scenario.stockUnits * buffer_share));
  return new PlainPolicy(desk, (left) => same(desk, Math.max(0, left - buffer)));
};

/** What is left, divided by how fast each channel sells, at every tick. */
export const velocitySplit: MakePolicy = (desk) =>
  new PlainPolicy(
    desk,
    (left, velocity) => split(desk, Math.max(0, left), (name) => velocity[name] ?? 0),
    true,
  );

/** Divided once by the usual demand, and never looked at again. */
export const fixedSplit: MakePolicy = (desk) =>
  new PlainPolicy(
    desk,
    () => undefined,
    false,
    (stock) => split(desk, stock, (name) => shareOf(desk, name)),
  );

/** Everybody shows everything, and nobody tells anybody. */
export const neverSynced: MakePolicy = (desk) =>
  new PlainPolicy(
    desk,
    () => undefined,
    false,
    (stock) =>
      Object.fromEntries(
        desk.scenario.channels.map(({ name }, index) => [
          name,
          desk.scenario.neverSyncedShows?.[index] ?? stock,
        ]),
      ),
  );

/** The way most connectors work: absolute numbers, one push in flight per listing, sent again when it failed. */
class PlainPolicy implements Policy {
  private left = 0;
  private readonly last = new Map<string, number>();
  private readonly inFlight = new Set<string>();
  private readonly velocity: Record<string, number> = {};
  private pushes = 0;

  constructor(
    private readonly desk: Desk,
    private readonly wish: Wish,
    private readonly onTickOnly = false,
    private readonly initially: (stock: number) => Record<string, number> | undefined = () => undefined,
  ) {
    const { meanDailyUnits, channels } = desk.scenario;
    for (const { name, demandShare } of channels) this.velocity[name] = demandShare * meanDailyUnits;
  }

  open(stockUnits: number): Readonly<Record<string, number>> {
    this.left = stockUnits;
    const shown = this.initially(stockUnits) ?? this.wish(stockUnits, this.velocity) ?? {};
    for (const name in shown) this.last.set(name, shown[name] ?? 0);
    return shown;
  }

  recorded(orders: readonly ReportedOrder[]): void {
    for (const { channel, units } of orders) {
      this.left -= units;
      // What one order says about a day: an impulse that fades within a day.
      this.velocity[channel] = (this.velocity[channel] ?? 0) + units;
      const shown = this.last.get(channel);
      if (shown !== undefined) this.last.set(channel, shown - units);
    }
  }

  cancelled(cancellations: readonly ReportedCancellation[]): void {
    for (const { units } of cancellations) this.left += units;
  }

  answered(channel: string, { answer }: PushAnswer): void {
    this.inFlight.delete(channel);
    if (answer !== 'applied') this.last.delete(channel);
  }

  supplied(units: number): void {
    this.left += units;
  }

  decide(tick: boolean): void {
    if (this.onTickOnly && !tick) return;
    if (tick) this.fade(this.desk.scenario.tickSeconds * 1000);
    const wanted = this.wish(this.left, this.velocity);
    for (const name in wanted) {
      const quantity = wanted[name] ?? 0;
      if (this.inFlight.has(name) || this.last.get(name) === quantity) continue;
      this.last.set(name, quantity);
      this.inFlight.add(name);
      this.pushes += 1;
      this.desk.push(name, this.pushes, { kind: 'absolute', quantity, times: 1 });
    }
  }

  watermark(): void {}
  readBackAnswered(): void {}

  private fade(milliseconds: number): void {
    const { meanDailyUnits, channels } = this.desk.scenario;
    const gone = milliseconds / velocity_day_ms;
    for (const { name, demandShare } of channels) {
      const usual = demandShare * meanDailyUnits;
      this.velocity[name] = (this.velocity[name] ?? usual) * (1 - gone);
    }
  }
}

function same({ scenario }: Desk, units: number): Record<string, number> {
  return Object.fromEntries(scenario.channels.map(({ name }) => [name, units]));
}

function split(desk: Desk, units: number, weightOf: (name: string) => number): Record<string, number> {
  const { channels } = desk.scenario;
  const claims = channels.map(({ name }) => ({ weight: weightOf(name), most: Number.MAX_SAFE_INTEGER }));
  const parts = apportion(units, claims);
  return Object.fromEntries(channels.map(({ name }, index) => [name, parts[index] ?? 0]));
}

function shareOf(desk: Desk, name: string): number {
  return desk.scenario.channels.find((channel) => channel.name === name)?.demandShare ?? 0;
}
