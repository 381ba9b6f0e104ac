'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { SavedViewInput, SavedViewKey } from '@/lib/access/saved-view';

/** Each gives why it could not be done; nothing: done. */
export interface SavedViewActions {
  save: (view: SavedViewInput) => Promise<string | undefined>;
  remove: (view: SavedViewKey) => Promise<string | undefined>;
}

const Context = createContext<SavedViewActions | null>(null);

export function useSavedViewActions(): SavedViewActions {
  const actions = useContext(Context);
  if (actions === null) throw new Error('SavedViewActionsProvider is missing above this table');
  return actions;
}

/** Hands the server's actions to every table of the app. */
export function SavedViewActionsProvider({
  children,
  ...actions
}: SavedViewActions & { children: ReactNode }) {
  return <Context.Provider value={actions}>{children}</Context.Provider>;
}
