import type { EscrowRules } from '@/lib/allocation/escrow/rules';
import { book, channelOf, type Move, withChannel } from './booking';
import { customerMoves } from './customer-moves';
import { networkMoves } from './network-moves';
import type { ChannelModel, Configuration, World } from './world';

/** Whatever may happen next in this world: every step of every party, in any order. */
export function moves(world: World, configuration: Configuration, rules: EscrowRules): Move[] {
  const next: Move[] = [{ label: 'time passes', world: { ...world, now: world.now + 1 } }];
  supplyMoves(world, configuration, rules, next);
  for (const name in configuration.channels) {
    const model = configuration.channels[name];
    if (model === undefined) continue;
    customerMoves(world, name, model, rules, next);
    networkMoves(world, name, model, rules, next);
    watermarkMoves(world, name, model, rules, next);
  }
  return next;
}

function supplyMoves(world: World, configuration: Configuration, rules: EscrowRules, next: Move[]): void {
  for (const node in configuration.stock) {
    const change = (units: number): World => ({
      ...world,
      escrow: rules.changeSupply(world.escrow, { node, units }).state,
      toSell: { ...world.toSell, [node]: (world.toSell[node] ?? 0) + units },
      left: world.left + units,
    });
    if (world.receipts > 0)
      next.push({ label: `receipt at ${node}`, world: { ...change(1), receipts: world.receipts - 1 } });
    if (world.losses > 0)
      next.push({
        label: `loss at ${node}`,
        world: { ...change(-1), losses: world.losses - 1, lost: world.lost + 1 },
      });
    const float = world.escrow.float[node] ?? 0;
    if (configuration.adversary === true && float > 0) {
      const taken = rules.admitRequest(world.escrow, { node, units: float });
      if ('refused' in taken) continue;
      const toSell = { ...world.toSell, [node]: (world.toSell[node] ?? 0) - float };
      next.push({
        label: `somebody sells the float of ${node}, ${float}`,
        world: { ...world, escrow: taken.state, toSell, left: world.left - float },
      });
    }
  }
}

/** Up to the time before the earliest thing not told yet, and to each anchor on the way. */
function watermarkMoves(
  world: World,
  name: string,
  model: ChannelModel,
  rules: EscrowRules,
  next: Move[],
): void {
  const channel = channelOf(world, name);
  const books = world.escrow.channels[name];
  if (books === undefined) return;
  const cancellations = model.restock === 'never' ? [] : channel.cancellations.map(({ at }) => at);
  const untold = Math.min(world.now, ...channel.orders, ...cancellations);
  const stops = new Set([untold - 1, ...books.anchors.map((anchor) => anchor.to)]);
  for (const to of stops) {
    if (to <= books.watermark || to >= untold) continue;
    next.push({ label: `${name}: watermark ${to}`, world: watermarkTo(world, name, to, rules) });
  }
  const late = channel.orders.filter((at) => at < world.now && at > books.watermark).length;
  if (late > 0 && late <= channel.may.reportLate) {
    const moved = watermarkTo(world, name, world.now - 1, rules);
    const may = { ...channel.may, reportLate: channel.may.reportLate - late };
    next.push({
      label: `${name}: watermark ${world.now - 1} too early`,
      world: withChannel(moved, name, { ...channelOf(moved, name), may }),
    });
  }
}

function watermarkTo(world: World, name: string, to: number, rules: EscrowRules): World {
  return book(world, name, rules.advanceWatermark(world.escrow, name, to));
}
