import type { EscrowState, PushWrite } from '@/lib/allocation/escrow/state';

/**
 * A world for the model check: the production escrow beside channels that we know everything about. Times are steps of
 * one clock and only their order matters, so that finitely many worlds are reachable.
 */
export interface World {
  readonly now: number;
  readonly escrow: EscrowState;
  /** [A] What the ledger would say may be sold, by node. */
  readonly toSell: Readonly<Record<string, number>>;
  /** Units physically left and promised to nobody. Below zero something was oversold. */
  readonly left: number;
  readonly channels: Readonly<Record<string, ChannelWorld>>;
  readonly receipts: number;
  readonly losses: number;
  readonly lost: number;
}

/** One channel as it really is, and how many moves of each kind it has left. */
export interface ChannelWorld {
  readonly listing: number;
  /** Times of orders that were not recorded yet, rising. */
  readonly orders: readonly number[];
  readonly cancellations: readonly UnrecordedCancellation[];
  /** By node: recorded orders that were not cancelled, as far as we recorded. */
  readonly committed: Readonly<Record<string, number>>;
  /** Orders that could still be cancelled. */
  readonly standing: number;
  readonly flights: readonly Flight[];
  readonly versionApplied: number;
  readonly questions: readonly Question[];
  /** Edits by others that no audit has found. */
  readonly edits: readonly { readonly at: number; readonly units: number }[];
  readonly sent: number;
  readonly asked: number;
  readonly may: {
    readonly sell: number;
    readonly cancel: number;
    readonly edit: number;
    readonly reportLate: number;
  };
}

export interface UnrecordedCancellation {
  readonly at: number;
  readonly restocked: boolean;
}

/** Copies of a push on their way. */
export interface Flight {
  readonly id: number;
  readonly write: PushWrite;
  readonly sentAt: number;
  /** Copies that may still land. */
  readonly copies: number;
  /** When it last took effect, or null. */
  readonly landedAt: number | null;
  /** What was shown right after that. */
  readonly after: number;
}

export interface Question {
  readonly id: number;
  readonly askedAt: number;
  readonly read: { readonly at: number; readonly shown: number } | null;
}

export interface ChannelModel {
  nodes: readonly string[];
  /** What it shows, with rights for it, when the world begins. */
  shows: number;
  /** The writes that may be sent, whatever they are good for. */
  writes: readonly WriteModel[];
  pushes: number;
  sells: number;
  cancels?: number;
  /** What the connector declares; what really happens is any of what that allows. */
  restock?: 'yes' | 'may' | 'never' | 'told';
  cancellationTimes?: 'known' | 'unknown';
  readBacks?: number;
  /** What somebody may set the listing to by hand, and how often. */
  editsTo?: readonly number[];
  edits?: number;
  /** Orders that may come although the watermark has passed them. */
  reportsLate?: number;
  /** Whether an acknowledgement or answer names its own time, or we only know it was between question and answer. */
  clock: 'channel' | 'ours';
  /** A delta's answer tells the resulting quantity. */
  tellsResult?: boolean;
}

export type WriteModel =
  | { kind: 'absolute'; quantity: number; times: number }
  | { kind: 'versioned'; quantity: number }
  | { kind: 'delta'; by: number }
  | { kind: 'compareAndSet'; expected: number; quantity: number; times: number };

export interface Configuration {
  name: string;
  stock: Readonly<Record<string, number>>;
  channels: Readonly<Record<string, ChannelModel>>;
  /** Somebody who sells whatever is in the float, at once: nothing released too early is ever forgiven. */
  adversary?: boolean;
  receipts?: number;
  losses?: number;
}

export function firstWorld(configuration: Configuration): World {
  const float: Record<string, number> = { ...configuration.stock };
  const escrow: Record<string, EscrowState['channels'][string]> = {};
  const channels: Record<string, ChannelWorld> = {};
  for (const [name, model] of Object.entries(configuration.channels)) {
    const held: Record<string, number> = {};
    let rest = model.shows;
    for (const node of model.nodes) {
      const taken = Math.min(rest, float[node] ?? 0);
      held[node] = taken;
      float[node] = (float[node] ?? 0) - taken;
      rest -= taken;
    }
    if (rest > 0) throw new Error(`${configuration.name}: ${name} shows more than there is`);
    const [exposure, start] = [model.shows, 0];
    escrow[name] = {
      nodes: model.nodes,
      held,
      exposure,
      debt: 0,
      watermark: start,
      settledTo: start,
      anchors: [],
      pushes: [],
      readBack: null,
    };
    channels[name] = {
      listing: model.shows,
      orders: [],
      cancellations: [],
      committed: {},
      standing: 0,
      flights: [],
      versionApplied: 0,
      questions: [],
      edits: [],
      sent: 0,
      asked: 0,
      may: {
        sell: model.sells,
        cancel: model.cancels ?? 0,
        edit: model.edits ?? 0,
        reportLate: model.reportsLate ?? 0,
      },
    };
  }
  return {
    now: 1,
    escrow: { float, channels: escrow },
    toSell: configuration.stock,
    left: Object.values(configuration.stock).reduce((total, units) => total + units, 0),
    channels,
    receipts: configuration.receipts ?? 0,
    losses: configuration.losses ?? 0,
    lost: 0,
  };
}
