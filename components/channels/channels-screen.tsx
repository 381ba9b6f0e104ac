'use client';

import { Store } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { useNow } from '@/components/use-now';
import { zoneName } from '@/lib/shared/format';
import { ChannelTable } from './channel-table';
import type { ChannelActions } from './channel-types';
import { ListingsTable } from './listings-table';
import { useChannelBoard } from './use-channel-board';

const lag_refresh_ms = 5_000;

/** How the channels are doing, and every listing on its way. `actions` is null where the role may look only. */
export function ChannelsScreen({ actions }: { actions: ChannelActions | null }) {
  const board = useChannelBoard();
  const nowMs = useNow(lag_refresh_ms);
  const [channel, setChannel] = useQueryState('channel', parseAsString.withOptions({ history: 'push' }));
  const { data } = board;
  const chosen = data?.items.find((each) => each.channel === channel) ?? data?.items[0];
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Channels"
        note={`What they were told, and what they say. Errors of 24 hours, times in ${zoneName}.`}
      />
      {board.isError && data === undefined && (
        <ReadFailure what="the channels" error={board.error} onRetry={() => void board.refetch()} />
      )}
      {board.isPending && <Skeleton className="h-40 w-full" />}
      {data?.items.length === 0 && (
        <EmptyState icon={Store} title="There are no channels yet">
          <p>
            Whoever sells what you hold will stand here: a webshop, a marketplace, a quick-commerce platform.
            Channels come with the catalogue (PUT /api/v1/catalog) or by{' '}
            <code className="font-mono">channel add</code>.
          </p>
        </EmptyState>
      )}
      {data !== undefined && chosen !== undefined && (
        <>
          <ChannelTable
            channels={data.items}
            chosen={chosen.channel}
            onChoose={(next) => void setChannel(next)}
            nowMs={nowMs}
            actions={actions}
          />
          <ListingsTable key={chosen.channel} channel={chosen} nowMs={nowMs} actions={actions} />
        </>
      )}
    </div>
  );
}
