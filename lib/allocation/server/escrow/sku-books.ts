import { grantRights } from '../../escrow/rights';
import type { ChannelEscrow, EscrowEffect, EscrowState, Step } from '../../escrow/state';
import { channelOf, sum, withChannel } from '../../escrow/state';
import type { EscrowRow } from './escrow-rows';

/**
 * The rights of one SKU while they are worked on, over all of its pools: listings of different pools share no node, so
 * one state holds them all. Its channels are listings, by `listingKey`.
 */
export class SkuBooks {
  state: EscrowState = { float: {}, channels: {} };
  /** What was noticed, with the listing it is about. */
  readonly effects: EscrowEffect[] = [];

  constructor(
    readonly sku: string,
    readonly rows: Map<string, EscrowRow>,
    nodesOf: ReadonlyMap<string, readonly string[]>,
  ) {
    for (const [key, row] of rows) {
      const nodes = nodesOf.get(key) ?? Object.keys(row.rights.held);
      // Where only what is held is known, and nothing is, no right will be granted either.
      this.open(key, row, nodes.length > 0 ? nodes : ['']);
    }
  }

  /** Rights held at nodes that do not serve the listing any more are taken at those that do. */
  private open(key: string, row: EscrowRow, nodes: readonly string[]): void {
    const kept = Object.entries(row.rights.held).filter(([node]) => nodes.includes(node));
    const channel: ChannelEscrow = {
      ...row.rights,
      held: Object.fromEntries(kept),
      nodes,
      // Applied anew with every plan: what is covered is known of the channel, not of the listing.
      watermark: 0,
    };
    this.state = { ...this.state, channels: { ...this.state.channels, [key]: channel } };
    const lost = sum(row.rights.held) - sum(channel.held);
    if (lost > 0) this.state = grantRights(this.state, key, lost);
  }

  rowOf(key: string): EscrowRow {
    const row = this.rows.get(key);
    if (row === undefined) throw new Error(`${key} of ${this.sku} has no rights`);
    return row;
  }

  has(key: string): boolean {
    return this.state.channels[key] !== undefined;
  }

  channel(key: string): ChannelEscrow {
    return channelOf(this.state, key);
  }

  book(step: Step): void {
    this.state = step.state;
    this.effects.push(...step.effects);
  }

  /** The listing that an order is about: the one that the node serves, the narrower first; else the channel's first. */
  listingFor(channel: string, node: string | undefined): string | undefined {
    const own = [...this.rows].filter(([key, row]) => row.channel === channel && this.has(key));
    const serving = own
      .filter(([key]) => node !== undefined && this.channel(key).nodes.includes(node))
      .sort(([a], [b]) => this.channel(a).nodes.length - this.channel(b).nodes.length);
    return (serving[0] ?? own[0])?.[0];
  }

  /** I1: the float is what rights leave of what may be sold now, per node. */
  deriveFloat(availableToSell: Readonly<Record<string, number>>): void {
    const float: Record<string, number> = { ...availableToSell };
    for (const channel of Object.values(this.state.channels))
      for (const [node, units] of Object.entries(channel.held)) float[node] = (float[node] ?? 0) - units;
    this.state = { ...this.state, float };
  }

  set(key: string, change: Partial<ChannelEscrow>): void {
    this.state = withChannel(this.state, key, { ...this.channel(key), ...change });
  }

  /** The rows with the rights as they are now. */
  settled(): EscrowRow[] {
    return [...this.rows].map(([key, row]) => {
      const channel = this.state.channels[key];
      if (channel === undefined) return row;
      const { nodes: _nodes, watermark: _watermark, ...rights } = channel;
      const held = Object.fromEntries(Object.entries(rights.held).filter(([, units]) => units !== 0));
      return { ...row, rights: { ...rights, held } };
    });
  }
}
