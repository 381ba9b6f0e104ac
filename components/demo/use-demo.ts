'use client';

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { tellDone, tellFailed } from '@/components/ui/toast';
import type { SandboxCommand } from '@/lib/demo/control';
import type { CommandDemo, DemoProgram } from './demo-types';

/** The shops sell by themselves and are not part of the event stream: they are asked again and again. */
const refetch_ms = 1_500;

export function useDemo(sku: string | null) {
  const query = sku === null ? '' : `?${new URLSearchParams({ sku })}`;
  return useQuery({
    queryKey: queryKeys.demo(sku),
    queryFn: ({ signal }) => readJson<{ items: DemoProgram[] }>(`/api/ui/demo${query}`, signal),
    refetchInterval: refetch_ms,
    placeholderData: keepPreviousData,
  });
}

/** Sends a command, says what became of it, and has the cards read anew. */
export function useCommandDemo(send: CommandDemo) {
  const client = useQueryClient();
  return useCallback(
    async (name: string | null, command: SandboxCommand, done?: string) => {
      const outcome = await send({ name, command }).catch(() => ({
        ok: false as const,
        detail: 'The server cannot be reached, so nothing was changed. Try again.',
      }));
      if (!outcome.ok) tellFailed(outcome.detail);
      else if (done !== undefined) tellDone(done);
      await client.invalidateQueries({ queryKey: queryKeys.demos });
    },
    [client, send],
  );
}
