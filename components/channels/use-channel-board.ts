'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import type { ChannelView } from './channel-types';

export function useChannelBoard() {
  return useQuery({
    queryKey: queryKeys.channelBoard,
    queryFn: ({ signal }) => readJson<{ items: ChannelView[] }>('/api/ui/channel-board', signal),
  });
}
