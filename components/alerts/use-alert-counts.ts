'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import type { AlertCounts } from '@/lib/alerts/alert-item';

export function useAlertCounts() {
  return useQuery({
    queryKey: queryKeys.alertCounts,
    queryFn: ({ signal }) => readJson<AlertCounts>('/api/ui/alert-counts', signal),
  });
}
