import type { ChannelOrder } from './order-snapshot';

/** A listing as its channel names it; `location` is `''` where it has none. */
export interface ListingRef {
  listing: string;
  location: string;
}

/** What a listing should show from now on: packs ≥ 0, under a version that only ever rises per listing. */
export interface LevelUpdate extends ListingRef {
  quantity: number;
  version: number;
}

export type PushStatus =
  | 'applied'
  /** The channel has applied a higher version already. */
  | 'stale'
  /** The channel does not take it: an unknown listing, a closed one. */
  | 'rejected'
  /** The channel answered without naming this listing: it may or may not have applied it. */
  | 'unknown';

export interface PushOutcome extends ListingRef {
  status: PushStatus;
  /** By the channel's clock; only with `applied`. */
  appliedAt?: string;
}

export interface ObservedLevel extends ListingRef {
  /** What the channel shows, in packs; a channel that counts below zero shows 0. */
  quantity: number;
  /** The version last applied, 0 where none was. */
  version: number;
  /** When it showed that, by its own clock; undefined: some time between question and answer. */
  observedAt?: string | undefined;
}

export interface OrderPage {
  orders: ChannelOrder[];
  /** Orders we could not read, as they came: kept for a person to look at. */
  unreadable: { raw: unknown; detail: string }[];
  next: string;
  /** Every order placed by then has been given up to `next`. */
  watermark: string | null;
}

/**
 * Why a call did not give an answer. Whatever it is, the channel may have done what was asked: a lost response looks
 * the same from here as a lost request.
 */
export interface ConnectorFailure {
  code:
    | 'unreachable'
    | 'timeout'
    | 'http_status'
    | 'bad_response'
    | 'too_large'
    | 'address_refused'
    | 'redirected';
  /** For a person, without secrets. */
  detail: string;
  /** What the channel asked us to wait. */
  retryAfterMs?: number;
}

export type ConnectorResult<T> = { ok: true; value: T } | { ok: false; failure: ConnectorFailure };

/** A channel we can talk to. Calls never throw for what the channel or the network does. */
export interface ChannelConnector {
  readonly updates_batch_max: number;
  readonly listings_read_batch_max: number;
  pushLevels(updates: readonly LevelUpdate[]): Promise<ConnectorResult<PushOutcome[]>>;
  /** Without `listings`: every listing of the channel. */
  readLevels(listings?: readonly string[]): Promise<ConnectorResult<ObservedLevel[]>>;
  /** `cursor` null: from the beginning. */
  pollOrders(cursor: string | null): Promise<ConnectorResult<OrderPage>>;
}
