'use client';

import { type QueryFilters, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { changesBesideLedger, queryKeys } from '@/components/query-keys';
import { type Change, coalesce, invalidations_gap_ms_min } from './coalesce';
import { followLive } from './live-channel';
import type { LiveState } from './live-message';
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
    // A list that is still being read is read again afterwards: broken off each time, it would never come to its end.
    const afterReading = (filters: QueryFilters) => {
      let later: ReturnType<typeof setTimeout> | undefined;
      const refresh = () => {
        clearTimeout(later);
        if (client.isFetching(filters) === 0) void client.invalidateQueries(filters);
        else later = setTimeout(refresh, invalidations_gap_ms_min);
      };
      return { refresh, stop: () => clearTimeout(later) };
    };
    const lists = afterReading({ queryKey: queryKeys.lists });
    const beside = afterReading({ predicate: ({ queryKey }) => changesBesideLedger(queryKey) });
    const invalidate = (change: Change) => {
      if (change === 'all') {
        void client.invalidateQueries({ queryKey: queryKeys.live });
        return;
      }
      lists.refresh();
      for (const sku of change.skus) void client.invalidateQueries({ queryKey: queryKeys.stock.sku(sku) });
    };
    const gathered = coalesce(invalidate, (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    });
    const stop = followLive({ onChange: gathered.add, onBeside: beside.refresh, onState: store.write });
    return () => {
      stop();
      lists.stop();
      beside.stop();
      gathered.stop();
    };
  }, [client, store]);
  return <LiveContext.Provider value={store}>{children}</LiveContext.Provider>;
}
