'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import type { StockFilters, StockView } from './stock-filters';
import type { Page, StockItem } from './stock-types';
import { listings_refresh_ms } from './use-listings';

/** The SKUs that match, a page at a time. While filters change the rows before stay in sight. */
export function useStockList(filters: StockFilters, view: StockView) {
  return useInfiniteQuery({
    queryKey: queryKeys.stock.list(filters),
    initialPageParam: '',
    refetchInterval: view === 'channels' ? listings_refresh_ms : false,
    queryFn: ({ pageParam, signal }) => {
      const { search, category, sort, direction } = filters;
      const parameters = new URLSearchParams({ search, category, sort, direction, cursor: pageParam });
      return readJson<Page<StockItem>>(`/api/ui/stock?${parameters}`, signal);
    },
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}
