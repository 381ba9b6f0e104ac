/** A channel as its page shows it: how it is doing, and how it did in the last 24 hours. */
export interface ChannelView {
  channel: string;
  name: string;
  kind: string;
  connector: string;
  sources: string[];
  connectedAt: string | null;
  paused: boolean;
  pausedReason: string | null;
  pausedAt: string | null;
  pausedBy: string | null;
  pushedAt: string | null;
  polledAt: string | null;
  watermark: string | null;
  auditedAt: string | null;
  error: string | null;
  failures: number;
  pushError: string | null;
  pushFailures: number;
  pushed: number;
  pushFailed: number;
  polled: number;
  pollFailed: number;
  listings: number;
  listingsPaused: number;
  waiting: number;
  waitingSince: string | null;
  inFlight: number;
  drifted: number;
  inbox: number;
}

export type ListingStateWord = 'paused' | 'drift' | 'not_pushed' | 'waiting' | 'publishing' | 'in_step';

/** A listing on its way to its channel. Quantities are packs, as the channel counts, but for `targetUnits`. */
export interface ListingView {
  channel: string;
  sku: string;
  name: string;
  location: string | null;
  unitsPerListing: number;
  targetUnits: number;
  target: number;
  targetAt: string | null;
  published: number | null;
  publishedAt: string | null;
  acknowledged: number | null;
  acknowledgedAt: string | null;
  behindSince: string | null;
  attempts: number;
  error: string | null;
  paused: boolean;
  pausedReason: string | null;
  observed: number | null;
  observedAt: string | null;
  drift: number | null;
  theirsStands: boolean;
  state: ListingStateWord;
}

export interface ListingKeyInput {
  channel: string;
  sku: string;
  location: string;
}

type Done = { ok: true } | { ok: false; code: string; detail: string };

export interface ChannelActions {
  pauseChannel: (input: { channel: string; paused: boolean; reason?: string }) => Promise<Done>;
  pauseListing: (input: ListingKeyInput & { paused: boolean; reason?: string }) => Promise<Done>;
  retry: (input: ListingKeyInput) => Promise<Done>;
  readBack: (channel: string) => Promise<Done>;
  acceptDrift: (input: ListingKeyInput & { reason: string }) => Promise<Done>;
}

export function listingKey({ channel, sku, location }: ListingView): ListingKeyInput {
  return { channel, sku, location: location ?? '' };
}
