'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import type { OverviewData } from './overview-types';

/** The server keeps its sums for some seconds anyway. */
const overview_refresh_ms = 5_000;

export function useOverview() {
  return useQuery({
    queryKey: queryKeys.summary('overview'),
    queryFn: ({ signal }) => readJson<OverviewData>('/api/ui/overview', signal),
    refetchInterval: overview_refresh_ms,
  });
}
