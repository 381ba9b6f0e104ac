import { arrivalsOf } from './arrivals';
import { SimulatedChannel } from './channel';
import type { Desk, MakePolicy } from './policy';
import { streamOf } from './random';
import type { Arrival, Scenario } from './scenario';
import { Timeline } from './timeline';

export interface SimulationResult {
  demandUnits: number;
  soldUnits: number;
  /** Sold beyond what was physically there: these orders have to be cancelled. */
  oversoldUnits: number;
  cancelledOrders: number;
  fulfilledUnits: number;
  /** The smaller of stock and demand. */
  sellableUnits: number;
  /** Units fulfilled ÷ min(stock, demand) × 100. */
  fillPercent: number;
  pushes: number;
  /** Σ units fulfilled × net revenue weight of their channel. */
  revenue: number;
  orders: number;
}

/**
 * Plays a scenario under a policy. The same scenario, seed and arrivals give the same result; `arrivals` are those of
 * the seed unless real ones are given. Units that were sold beyond the stock are taken as cancelled in the order sold.
 */
export function simulate(
  scenario: Scenario,
  makePolicy: MakePolicy,
  { seed, arrivals = arrivalsOf(scenario, seed) }: { seed: number; arrivals?: readonly Arrival[] },
): SimulationResult {
  const timeline = new Timeline();
  const channels = new Map<string, SimulatedChannel>();
  const channelOf = (name: string) => {
    const channel = channels.get(name);
    if (channel === undefined) throw new Error(`no channel ${name}`);
    return channel;
  };
  const desk: Desk = {
    scenario,
    now: () => timeline.now,
    push: (channel, push, write) => channelOf(channel).push(push, write),
    statusOf: (channel, push) => channelOf(channel).statusOf(push),
    readBack: (channel, question) => channelOf(channel).readBack(question),
    after: (milliseconds, act) => timeline.after(milliseconds, act),
  };
  const policy = makePolicy(desk);
  for (const model of scenario.channels)
    channels.set(
      model.name,
      new SimulatedChannel(
        scenario,
        model,
        timeline,
        {
          reported(orders, cancellations, watermark) {
            policy.recorded(orders);
            policy.cancelled(cancellations);
            if (watermark !== undefined) policy.watermark(model.name, watermark);
            policy.decide(false);
          },
          answered(answer) {
            policy.answered(model.name, answer);
            policy.decide(false);
          },
          readBackAnswered: (question, shown, asked) =>
            policy.readBackAnswered(model.name, question, shown, asked),
        },
        seed,
      ),
    );

  const shown = policy.open(scenario.stockUnits);
  for (const [name, channel] of channels) channel.listing = shown[name] ?? 0;
  const shop = new Shop(scenario, seed, timeline, channelOf);
  for (const arrival of arrivals) timeline.at(arrival.at, () => shop.arrive(arrival));
  for (const { channel, atSecond, setTo } of scenario.manualEdits)
    timeline.at(atSecond * 1000, () => {
      channelOf(channel).listing = setTo;
    });
  for (const { atSecond, units } of scenario.supply ?? [])
    timeline.at(atSecond * 1000, () => {
      shop.stock += units;
      shop.supplied += units;
      policy.supplied(units);
    });
  const tick = () => {
    policy.decide(true);
    timeline.after(scenario.tickSeconds * 1000, tick);
  };
  timeline.at(0, tick);
  timeline.run(scenario.durationSeconds * 1000, () => policy.check?.(channelOf));

  const demandUnits = arrivals.reduce((sum, { units }) => sum + units, 0);
  let pushes = 0;
  for (const channel of channels.values()) pushes += channel.pushes;
  const fulfilledUnits = shop.sold - shop.oversold;
  const sellableUnits = Math.max(0, Math.min(scenario.stockUnits + shop.supplied, demandUnits));
  return {
    demandUnits,
    soldUnits: shop.sold,
    oversoldUnits: shop.oversold,
    cancelledOrders: shop.cancelledOrders,
    fulfilledUnits,
    sellableUnits,
    fillPercent: sellableUnits === 0 ? 100 : (fulfilledUnits / sellableUnits) * 100,
    pushes,
    revenue: shop.revenue,
    orders: shop.orders,
  };
}

/** The customers and the physical stock. */
class Shop {
  sold = 0;
  oversold = 0;
  cancelledOrders = 0;
  revenue = 0;
  orders = 0;
  stock: number;
  supplied = 0;
  private readonly random;

  constructor(
    private readonly scenario: Scenario,
    seed: number,
    private readonly timeline: Timeline,
    private readonly channelOf: (name: string) => SimulatedChannel,
  ) {
    this.stock = scenario.stockUnits;
    this.random = streamOf(seed, 'cancellations');
  }

  arrive({ channel: name, units: asked }: Arrival): void {
    const channel = this.channelOf(name);
    const units = Math.min(asked, Math.max(0, channel.listing));
    if (units === 0) return;
    this.orders += 1;
    const short = Math.max(0, units - Math.max(0, this.stock));
    this.stock -= units;
    this.sold += units;
    this.oversold += short;
    if (short > 0) this.cancelledOrders += 1;
    this.revenue += (units - short) * channel.model.netRevenueWeight;
    channel.sell(this.orders, units);
    const { cancellations } = this.scenario;
    if (cancellations === undefined || this.random() >= cancellations.probability) return;
    const restocked = this.random() < cancellations.restockProbability;
    this.timeline.after(this.random() * 7_200_000, () => {
      this.stock += units;
      this.sold -= units;
      channel.cancel(units, restocked);
    });
  }
}
