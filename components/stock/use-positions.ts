'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import type { Page, PositionItem } from './stock-types';

const nodes_max = 1000;

export function usePositions(sku: string) {
  return useQuery({
    queryKey: queryKeys.stock.positions(sku),
    queryFn: ({ signal }) => {
      const parameters = new URLSearchParams({ sku, limit: String(nodes_max) });
      return readJson<Page<PositionItem>>(`/api/v1/positions?${parameters}`, signal);
    },
  });
}
