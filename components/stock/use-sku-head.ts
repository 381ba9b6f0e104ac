'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import type { SkuHead } from './stock-types';

export function useSkuHead(sku: string) {
  return useQuery({
    queryKey: queryKeys.stock.head(sku),
    queryFn: ({ signal }) => readJson<SkuHead>(`/api/ui/sku?${new URLSearchParams({ sku })}`, signal),
  });
}
