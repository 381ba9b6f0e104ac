'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import type { Page, PostingItem } from './stock-types';

const postings_per_page = 50;

/** The ledger of a SKU, newest first, a page at a time. */
export function useLedger(sku: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.stock.ledger(sku),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const parameters = new URLSearchParams({ sku, limit: String(postings_per_page), cursor: pageParam });
      return readJson<Page<PostingItem>>(`/api/v1/ledger?${parameters}`, signal);
    },
    getNextPageParam: (page) => page.next,
  });
}
