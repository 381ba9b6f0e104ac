'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import type { Dimensions } from './stock-types';

export function useDimensions() {
  return useQuery({
    queryKey: queryKeys.dimensions,
    queryFn: ({ signal }) => readJson<Dimensions>('/api/ui/dimensions', signal),
  });
}
