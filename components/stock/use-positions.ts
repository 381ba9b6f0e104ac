'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import type { Page, PositionItem } from './stock-types';

const nodes_max = 1000;

/** The positions of a SKU, now or as they were at an instant. */
export function usePositions(sku: string, asOf: string | null) {
  return useQuery({
    queryKey: queryKeys.stock.positions(sku, asOf),
    queryFn: ({ signal }) => {
      const parameters = new URLSearchParams({ sku, limit: String(nodes_max) });
      if (asOf !== null) parameters.set('asOf', asOf);
      return readJson<Page<PositionItem>>(`/api/v1/positions?${parameters}`, signal);
    },
  });
}
