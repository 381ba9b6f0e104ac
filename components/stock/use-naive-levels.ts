'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import type { NaiveDay } from './stock-types';

export function useNaiveLevels(sku: string) {
  return useQuery({
    queryKey: queryKeys.stock.naiveLevels(sku),
    queryFn: ({ signal }) =>
      readJson<{ day: NaiveDay | null }>(`/api/ui/naive-levels?${new URLSearchParams({ sku })}`, signal),
  });
}
