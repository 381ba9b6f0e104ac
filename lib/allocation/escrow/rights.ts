import { type ChannelEscrow, channelOf, type EscrowState, heldBy, plus, withChannel } from './state';

/**
 * [setX] Sets exposure − debt of a channel and lets its rights follow: what it holds beyond goes to the float, what it
 * lacks comes from it, below zero if need be (the exposure is out there whether we like it or not).
 */
export function setNetExposure(state: EscrowState, name: string, net: number): EscrowState {
  const channel = channelOf(state, name);
  const exposure = Math.max(net, 0);
  const debt = Math.max(-net, 0);
  const missing = exposure - heldBy(channel);
  const set = withChannel(state, name, { ...channel, exposure, debt });
  if (missing > 0) return grantRights(set, name, missing);
  return missing < 0 ? returnRights(set, name, -missing) : set;
}

/**
 * Moves units from the float to the channel's rights: nodes that serve the fewest channels first, then in sourcing
 * order; the shared nodes stay free for the others. What no node of the channel has is taken at its first node.
 */
export function grantRights(state: EscrowState, name: string, units: number): EscrowState {
  const channel = channelOf(state, name);
  let { float } = state;
  let { held } = channel;
  let rest = units;
  const take = (node: string, taken: number) => {
    float = plus(float, node, -taken);
    held = plus(held, node, taken);
    rest -= taken;
  };
  for (const node of leastSharedFirst(state, channel)) {
    const taken = Math.min(rest, Math.max(0, float[node] ?? 0));
    if (taken > 0) take(node, taken);
  }
  if (rest > 0) take(firstNode(channel), rest);
  return settleNodes({ ...withChannel(state, name, { ...channel, held }), float });
}

/** Gives rights back to the float, the most shared node first. */
export function returnRights(state: EscrowState, name: string, units: number): EscrowState {
  const channel = channelOf(state, name);
  let { float } = state;
  let { held } = channel;
  let rest = units;
  for (const node of leastSharedFirst(state, channel).reverse()) {
    const given = Math.min(rest, held[node] ?? 0);
    if (given === 0) continue;
    float = plus(float, node, given);
    held = plus(held, node, -given);
    rest -= given;
  }
  return settleNodes({ ...withChannel(state, name, { ...channel, held }), float });
}

/** The units the channel may be granted without anybody falling below zero. */
export function grantable(state: EscrowState, channel: ChannelEscrow): number {
  let units = 0;
  for (const node of channel.nodes) units += Math.max(0, state.float[node] ?? 0);
  return units;
}

/**
 * Makes good a node whose float is below zero by exchanging rights, so that no listing is zeroed while stock that could
 * serve it lies at another node: a channel that holds there takes its right at another of its nodes, whose float pays,
 * or whose right-holders move on in the same way (a shortest augmenting path). Per node, float + Σ held is unchanged.
 */
export function settleNodes(state: EscrowState): EscrowState {
  let settled = state;
  for (;;) {
    const path = findExchange(settled);
    if (path === undefined) return settled;
    settled = exchange(settled, path);
  }
}

interface Hop {
  channel: string;
  from: string;
  to: string;
}

function findExchange(state: EscrowState): Hop[] | undefined {
  const nodes = Object.keys(state.float);
  if (nodes.length < 2) return undefined;
  // Each node in debt is tried, since the first may have nobody to exchange with.
  for (const node of nodes.filter((each) => (state.float[each] ?? 0) < 0)) {
    const reached = new Map<string, Hop | undefined>([[node, undefined]]);
    for (const at of reached.keys()) {
      if ((state.float[at] ?? 0) > 0) return walkBack(reached, at);
      for (const [name, channel] of Object.entries(state.channels)) {
        if ((channel.held[at] ?? 0) <= 0) continue;
        for (const to of channel.nodes)
          if (!reached.has(to)) reached.set(to, { channel: name, from: at, to });
      }
    }
  }
  return undefined;
}

function walkBack(reached: ReadonlyMap<string, Hop | undefined>, end: string): Hop[] {
  const hops: Hop[] = [];
  for (let hop = reached.get(end); hop !== undefined; hop = reached.get(hop.from)) hops.unshift(hop);
  return hops;
}

function exchange(state: EscrowState, path: readonly Hop[]): EscrowState {
  const [first, last] = [path[0], path.at(-1)];
  if (first === undefined || last === undefined) return state;
  let units = Math.min(-(state.float[first.from] ?? 0), state.float[last.to] ?? 0);
  for (const hop of path) units = Math.min(units, channelOf(state, hop.channel).held[hop.from] ?? 0);
  let changed: EscrowState = {
    ...state,
    float: plus(plus(state.float, first.from, units), last.to, -units),
  };
  for (const hop of path) {
    const channel = channelOf(changed, hop.channel);
    const held = plus(plus(channel.held, hop.from, -units), hop.to, units);
    changed = withChannel(changed, hop.channel, { ...channel, held });
  }
  return changed;
}

function leastSharedFirst(state: EscrowState, channel: ChannelEscrow): string[] {
  if (channel.nodes.length < 2) return [...channel.nodes];
  const shared = new Map(channel.nodes.map((node) => [node, 0]));
  for (const other of Object.values(state.channels))
    for (const node of other.nodes) shared.set(node, (shared.get(node) ?? 0) + 1);
  return [...channel.nodes].sort((a, b) => (shared.get(a) ?? 0) - (shared.get(b) ?? 0));
}

function firstNode(channel: ChannelEscrow): string {
  const [node] = channel.nodes;
  if (node === undefined) throw new Error('a channel without nodes is in no pool');
  return node;
}
