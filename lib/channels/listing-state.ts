/** What a person needs to know of a listing at a glance. */
export type ListingState =
  | 'paused'
  | 'drift' // the channel shows another number than it acknowledged
  | 'not_pushed' // nothing is ever sent there: the channel has no connector
  | 'waiting' // nothing was sent yet
  | 'publishing' // sent, not acknowledged yet
  | 'in_step';

export interface ListingFacts {
  published: number | null;
  acknowledged: number | null;
  drift: number | null;
  paused: boolean;
  connected: boolean;
}

/** The first that holds, the one that needs somebody most first. */
export function listingState(facts: ListingFacts): ListingState {
  if (facts.paused) return 'paused';
  if (facts.drift !== null && facts.drift !== 0) return 'drift';
  if (!facts.connected) return 'not_pushed';
  if (facts.published === null) return 'waiting';
  return facts.published === facts.acknowledged ? 'in_step' : 'publishing';
}
