/** What is known about one listing's way to its channel. Quantities are listing packs, `target` is single units. */
export interface SyncState {
  target: number;
  version: number;
  /** What was sent last, null: nothing yet. */
  published: number | null;
  acknowledged: number | null;
  acknowledgedVersion: number | null;
}

/** Whole packs that may be shown for these units: 17 units in packs of 6 are 2. */
export function packsOf(units: number, unitsPerListing: number): number {
  return Math.floor(Math.max(0, units) / unitsPerListing);
}

/** Whether the channel has answered for the version sent last. If not, it may or may not have applied it. */
export function isSettled(state: SyncState): boolean {
  return state.published !== null && state.acknowledgedVersion === state.version;
}

/** Whether something has to be sent so that the listing shows `packs`. */
export function mustPush(state: SyncState, packs: number): boolean {
  return !isSettled(state) || state.published !== packs;
}

/**
 * The version to send `packs` under. A push whose outcome is unknown is settled by the same version and quantity
 * again; another quantity supersedes it with the next version. A version is never used for two quantities.
 */
export function versionFor(state: SyncState, packs: number): number {
  const again = state.published !== null && !isSettled(state) && state.published === packs;
  return again ? state.version : state.version + 1;
}

/** The most packs the channel can still sell without hearing from us: what it acknowledged, or what is on its way. */
export function exposurePacks(state: SyncState): number {
  const inFlight = isSettled(state) ? 0 : (state.published ?? 0);
  return Math.max(state.acknowledged ?? 0, inFlight);
}
