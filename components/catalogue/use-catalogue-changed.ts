'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { queryKeys } from '@/components/query-keys';

/** Asks everything anew that a change of the catalogue may have changed. */
export function useCatalogueChanged(): () => void {
  const client = useQueryClient();
  return useCallback(() => void client.invalidateQueries({ queryKey: queryKeys.live }), [client]);
}
