'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import type { ListingItem, Page } from './stock-types';

const listings_max = 1000;
/** What is published follows the ledger by itself, a little later; the event stream does not tell of it. */
export const listings_refresh_ms = 5_000;

export function useListings(sku: string) {
  return useQuery({
    queryKey: queryKeys.stock.listings(sku),
    refetchInterval: listings_refresh_ms,
    queryFn: ({ signal }) => {
      const parameters = new URLSearchParams({ sku, limit: String(listings_max) });
      return readJson<Page<ListingItem>>(`/api/v1/listings?${parameters}`, signal);
    },
  });
}
