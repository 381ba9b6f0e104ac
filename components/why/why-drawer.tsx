'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Drawer } from '@/components/ui/drawer';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import type { WhyAnswer } from '@/lib/allocation/why';
import { WhyView } from './why-view';

interface Props {
  listing: { sku: string; channel: string; location: string | null };
  channelName: string;
  onClose: () => void;
}

/** "Why this number?" for one listing. Load it with `next/dynamic`. */
export function WhyDrawer({ listing: { sku, channel, location }, channelName, onClose }: Props) {
  const parameters = new URLSearchParams({
    sku,
    channel,
    ...(location === null ? {} : { location }),
  }).toString();
  const why = useQuery({
    queryKey: queryKeys.why(parameters),
    queryFn: ({ signal }) => readJson<WhyAnswer>(`/api/ui/why?${parameters}`, signal),
  });
  return (
    <Drawer
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Why this number?"
      description={`${sku} on ${channelName}${location === null ? '' : ` · ${location}`}`}
      className="w-[min(640px,100vw)]"
    >
      {why.isError ? (
        <ReadFailure what="why" error={why.error} onRetry={() => void why.refetch()} />
      ) : why.data === undefined ? (
        <Skeleton className="h-64 w-full" />
      ) : (
        <WhyView answer={why.data} />
      )}
    </Drawer>
  );
}
