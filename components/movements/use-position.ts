'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import type { PositionView } from './movement-types';

/** What lies at a node of a SKU now; nothing is asked until both are chosen. */
export function usePosition(sku: string, node: string) {
  return useQuery({
    queryKey: queryKeys.position(sku, node),
    queryFn: ({ signal }) =>
      readJson<PositionView>(`/api/ui/position?${new URLSearchParams({ sku, node })}`, signal),
    enabled: sku !== '' && node !== '',
  });
}
