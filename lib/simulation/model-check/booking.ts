import type { EscrowRules } from '@/lib/allocation/escrow/rules';
import type { PushOutcome } from '@/lib/allocation/escrow/settle-push';
import type { EscrowState, Step } from '@/lib/allocation/escrow/state';
import type { ChannelWorld, World } from './world';

export interface Move {
  label: string;
  world: World;
}

export function channelOf(world: World, name: string): ChannelWorld {
  const channel = world.channels[name];
  if (channel === undefined) throw new Error(name);
  return channel;
}

export function withChannel(world: World, name: string, channel: ChannelWorld): World {
  return { ...world, channels: { ...world.channels, [name]: channel } };
}

/**
 * Takes over what the rules decided. An edit by somebody else counts as found once an anchor that began after it was
 * applied and the books say at least what that anchor allows.
 */
export function book(world: World, name: string, step: Step): World {
  const after: EscrowState = step.state;
  const [was, is] = [world.escrow.channels[name], after.channels[name]];
  const channel = channelOf(world, name);
  const next = { ...world, escrow: after };
  if (was === undefined || is === undefined || channel.edits.length === 0) return next;
  const applied = was.anchors.filter(
    (anchor) => anchor.to <= is.settledTo && is.exposure - is.debt >= anchor.upper,
  );
  const found = Math.max(Number.NEGATIVE_INFINITY, ...applied.map((anchor) => anchor.from));
  return withChannel(next, name, { ...channel, edits: channel.edits.filter(({ at }) => at >= found) });
}

export function settle(
  world: World,
  name: string,
  id: number,
  outcome: PushOutcome,
  rules: EscrowRules,
): World {
  return book(world, name, rules.settlePush(world.escrow, name, id, outcome));
}
