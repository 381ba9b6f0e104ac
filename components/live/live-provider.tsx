'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { queryKeys } from '@/components/query-keys';
import { type Change, coalesce } from './coalesce';
import { followLive, type LiveState } from './live-channel';
import { type LiveStore, liveStore } from './live-store';

const LiveContext = createContext<LiveStore>(liveStore());

/** How fresh this screen is. */
export function useLiveState(): LiveState {
  const store = useContext(LiveContext);
  return useSyncExternalStore(store.subscribe, store.read, () => 'connecting');
}

/** Keeps every query fresh: the stream only says what to ask for again, it carries no numbers. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [store] = useState(liveStore);
  useEffect(() => {
    const invalidate = (change: Change) => {
      if (change === 'all') {
        void client.invalidateQueries({ queryKey: queryKeys.live });
        return;
      }
      void client.invalidateQueries({ queryKey: queryKeys.stock.lists });
      for (const sku of change.skus) void client.invalidateQueries({ queryKey: queryKeys.stock.sku(sku) });
    };
    const gathered = coalesce(invalidate, (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    });
    const stop = followLive({ onChange: gathered.add, onState: store.write });
    return () => {
      stop();
      gathered.stop();
    };
  }, [client, store]);
  return <LiveContext.Provider value={store}>{children}</LiveContext.Provider>;
}
