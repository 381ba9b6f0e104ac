import type { SyncState } from '../sync-state';

/** A listing with its row of the outbox. Quantities are packs, `target` single units. */
export interface SyncRow extends SyncState {
  bucket: number;
  sku: string;
  channel: string;
  location: string;
  externalId: string;
  unitsPerListing: number;
  targetAt: Date | null;
  acknowledgedAt: Date | null;
  inFlightUntil: Date | null;
  dueAt: Date | null;
  attempts: number;
  observed: number | null;
  drift: number | null;
  /** Whether its channel has a connector at all. */
  pushable: boolean;
  /** Its numbers are booked by the escrow; then `bookedVersion` is what is to be sent, or sent and not answered for. */
  escrow: boolean;
  bookedVersion: number | null;
}

export interface SyncRowRaw {
  bucket: number;
  sku: string;
  channel: string;
  location: string;
  external_id: string;
  units_per_listing: number;
  target: string;
  target_at: Date | null;
  version: string;
  published: string | null;
  acknowledged: string | null;
  acknowledged_version: string | null;
  acknowledged_at: Date | null;
  in_flight_until: Date | null;
  due_at: Date | null;
  attempts: number;
  observed: string | null;
  drift: string | null;
  connector: string;
  escrow: boolean | null;
  booked_version: string | null;
}

/** For `listing_sync s` joined with its `listing l` and `channel c`. */
export const syncColumns = `s.bucket, s.sku, s.channel, s.location, l.external_id, l.units_per_listing, s.target,
  s.target_at, s.version, s.published, s.acknowledged, s.acknowledged_version, s.acknowledged_at, s.in_flight_until,
  s.due_at, s.attempts, s.observed, s.drift, c.connector, s.escrow, s.booked_version`;

export function syncRowOf(raw: SyncRowRaw): SyncRow {
  return {
    bucket: raw.bucket,
    sku: raw.sku,
    channel: raw.channel,
    location: raw.location,
    externalId: raw.external_id,
    unitsPerListing: raw.units_per_listing,
    target: Number(raw.target),
    targetAt: raw.target_at,
    version: Number(raw.version),
    published: numberOrNull(raw.published),
    acknowledged: numberOrNull(raw.acknowledged),
    acknowledgedVersion: numberOrNull(raw.acknowledged_version),
    acknowledgedAt: raw.acknowledged_at,
    inFlightUntil: raw.in_flight_until,
    dueAt: raw.due_at,
    attempts: raw.attempts,
    observed: numberOrNull(raw.observed),
    drift: numberOrNull(raw.drift),
    pushable: raw.connector !== 'none',
    escrow: raw.escrow === true,
    bookedVersion: numberOrNull(raw.booked_version),
  };
}

function numberOrNull(text: string | null): number | null {
  return text === null ? null : Number(text);
}
