import type { LiveState } from './live-message';

export interface LiveStore {
  read: () => LiveState;
  write: (state: LiveState) => void;
  subscribe: (listener: () => void) => () => void;
}

/** Holds the state of the live connection outside of React, so that a page that wakes up late does not trip over it. */
export function liveStore(): LiveStore {
  const listeners = new Set<() => void>();
  let state: LiveState = 'connecting';
  return {
    read: () => state,
    write(next) {
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
