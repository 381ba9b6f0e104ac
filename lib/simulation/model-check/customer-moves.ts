import type { CancelledUnits } from '@/lib/allocation/escrow/record-cancellation';
import type { EscrowRules } from '@/lib/allocation/escrow/rules';
import type { EscrowState } from '@/lib/allocation/escrow/state';
import type { Move } from './booking';
import type { ChannelModel, ChannelWorld, World } from './world';

/** What customers, the channel's staff and its reports do: sell, cancel, edit, tell. */
export function customerMoves(
  world: World,
  name: string,
  model: ChannelModel,
  rules: EscrowRules,
  next: Move[],
): void {
  const channel = world.channels[name];
  if (channel === undefined) return;
  const add = (label: string, changed: ChannelWorld, rest: Partial<World> = {}) =>
    next.push({
      label: `${name}: ${label}`,
      world: { ...world, ...rest, channels: { ...world.channels, [name]: changed } },
    });

  if (channel.listing > 0 && channel.may.sell > 0)
    add(
      'sells 1',
      {
        ...channel,
        listing: channel.listing - 1,
        orders: [...channel.orders, world.now],
        standing: channel.standing + 1,
        may: { ...channel.may, sell: channel.may.sell - 1 },
      },
      { left: world.left - 1 },
    );
  if (channel.standing > 0 && channel.may.cancel > 0)
    for (const restocked of whatReallyHappens(model))
      add(
        restocked ? 'cancels and restocks 1' : 'cancels 1',
        {
          ...channel,
          listing: channel.listing + (restocked ? 1 : 0),
          cancellations: [...channel.cancellations, { at: world.now, restocked }],
          standing: channel.standing - 1,
          may: { ...channel.may, cancel: channel.may.cancel - 1 },
        },
        { left: world.left + 1 },
      );
  if (channel.may.edit > 0)
    for (const shown of model.editsTo ?? []) {
      const units = Math.max(shown, 0) - Math.max(channel.listing, 0);
      add(`somebody edits the listing to ${shown}`, {
        ...channel,
        listing: shown,
        edits: units > 0 ? [...channel.edits, { at: world.now, units }] : channel.edits,
        may: { ...channel.may, edit: channel.may.edit - 1 },
      });
    }
  tellOrders(world, name, channel, rules, next);
  tellCancellations(world, name, model, channel, rules, next);
}

function whatReallyHappens(model: ChannelModel): boolean[] {
  if (model.restock === 'may' || model.restock === 'told') return [true, false];
  return [model.restock !== 'never'];
}

function saidOf({ restock = 'yes' }: ChannelModel, restocked: boolean): CancelledUnits['restock'] {
  if (restock !== 'told') return restock;
  return restocked ? 'may' : 'never';
}

function tellOrders(
  world: World,
  name: string,
  channel: ChannelWorld,
  rules: EscrowRules,
  next: Move[],
): void {
  for (const [index, at] of channel.orders.entries()) {
    if (channel.orders.indexOf(at) < index) continue;
    for (const node of sources(world.escrow, name)) {
      const { state } = rules.recordOrder(world.escrow, { channel: name, node, units: 1, at });
      const orders = channel.orders.filter((_, other) => other !== index);
      const committed = { ...channel.committed, [node]: (channel.committed[node] ?? 0) + 1 };
      next.push({
        label: `${name}: order of ${at} recorded at ${node}`,
        world: {
          ...world,
          escrow: state,
          toSell: { ...world.toSell, [node]: (world.toSell[node] ?? 0) - 1 },
          channels: { ...world.channels, [name]: { ...channel, orders, committed } },
        },
      });
    }
  }
}

/** The ledger sources an order where its channel holds a right, else where there is float, else at its first node. */
function sources(escrow: EscrowState, name: string): string[] {
  const books = escrow.channels[name];
  if (books === undefined) return [];
  const holding = books.nodes.filter((node) => (books.held[node] ?? 0) > 0);
  if (holding.length > 0) return holding;
  const floating = books.nodes.filter((node) => (escrow.float[node] ?? 0) > 0);
  return floating.length > 0 ? floating : books.nodes.slice(0, 1);
}

function tellCancellations(
  world: World,
  name: string,
  model: ChannelModel,
  channel: ChannelWorld,
  rules: EscrowRules,
  next: Move[],
): void {
  for (const [index, { at, restocked }] of channel.cancellations.entries())
    for (const node in channel.committed) {
      if ((channel.committed[node] ?? 0) === 0) continue;
      const { state } = rules.recordCancellation(world.escrow, {
        channel: name,
        node,
        units: 1,
        at: model.cancellationTimes === 'unknown' ? null : at,
        restock: saidOf(model, restocked),
      });
      next.push({
        label: `${name}: cancellation of ${at}${restocked ? ', restocked,' : ''} recorded`,
        world: {
          ...world,
          escrow: state,
          toSell: { ...world.toSell, [node]: (world.toSell[node] ?? 0) + 1 },
          channels: {
            ...world.channels,
            [name]: {
              ...channel,
              cancellations: channel.cancellations.filter((_, other) => other !== index),
              committed: { ...channel.committed, [node]: (channel.committed[node] ?? 0) - 1 },
            },
          },
        },
      });
    }
}
