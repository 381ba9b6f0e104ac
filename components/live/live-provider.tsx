'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { queryKeys } from '@/components/query-keys';
import { type Change, coalesce } from './coalesce';
import { followLive, type LiveState } from './live-channel';

const LiveContext = createContext<LiveState>('connecting');

/** How fresh this screen is. */
export function useLiveState(): LiveState {
  return useContext(LiveContext);
}

/** Keeps every query fresh: the stream only says what to ask for again, it carries no numbers. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
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
    const stop = followLive({ onChange: gathered.add, onState: setState });
    return () => {
      stop();
      gathered.stop();
    };
  }, [client]);
  return <LiveContext.Provider value={state}>{children}</LiveContext.Provider>;
}
