'use client';

import dynamic from 'next/dynamic';
import { Badge } from '@/components/ui/badge';
import { Quantity } from '@/components/ui/quantity';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import type { Tone } from '@/components/ui/tone';
import { type ListingState, listingState } from '@/lib/channels/listing-state';
import { formatDelta, formatMinute, zoneName } from '@/lib/shared/format';
import { Section } from './section';
import type { Dimensions, ListingItem } from './stock-types';
import { useListings } from './use-listings';

const WhyButton = dynamic(() => import('@/components/why/why-button').then((module) => module.WhyButton));

const shown: Record<ListingState, { tone: Tone; word: string }> = {
  paused: { tone: 'warning', word: 'Paused' },
  drift: { tone: 'critical', word: 'Drift' },
  not_pushed: { tone: 'neutral', word: 'Not pushed' },
  waiting: { tone: 'information', word: 'Waiting' },
  publishing: { tone: 'information', word: 'Publishing' },
  in_step: { tone: 'good', word: 'In step' },
};

/** What each channel should show, was told, and has acknowledged. */
export function ListingsSection({ sku, channels }: { sku: string; channels: Dimensions['channels'] }) {
  const listings = useListings(sku);
  const named = new Map(channels.map((channel) => [channel.channel, channel]));
  const items = listings.data?.items ?? [];
  return (
    <Section title="Listings" note={`Acknowledged times in ${zoneName}`}>
      {listings.isError && (
        <ReadFailure
          what="the listings of this SKU"
          error={listings.error}
          onRetry={() => void listings.refetch()}
        />
      )}
      <TableFrame label="Listings per channel">
        <Table>
          <thead>
            <tr>
              <HeadCell className="sticky left-0 z-10 border-r">Channel</HeadCell>
              <HeadCell className="px-2 text-right">Target</HeadCell>
              <HeadCell className="px-2 text-right">Published</HeadCell>
              <HeadCell className="px-2 text-right">
                <abbr title="Acknowledged" className="no-underline">
                  Acknowl.
                </abbr>
              </HeadCell>
              <HeadCell className="px-2">State</HeadCell>
              <HeadCell className="px-2">Last at</HeadCell>
              <HeadCell className="px-2">Why</HeadCell>
            </tr>
          </thead>
          <tbody>
            {listings.isPending && (
              <tr>
                {['channel', 'target', 'published', 'acknowledged', 'state', 'at', 'why'].map((name) => (
                  <Cell key={name}>
                    <Skeleton className="w-14" />
                  </Cell>
                ))}
              </tr>
            )}
            {listings.isSuccess && items.length === 0 && (
              <tr>
                <Cell colSpan={7} className="text-muted">
                  No channel lists this SKU.
                </Cell>
              </tr>
            )}
            {items.map((listing) => {
              const channel = named.get(listing.channel);
              return (
                <ListingRow
                  key={`${listing.channel} ${listing.location ?? ''}`}
                  listing={listing}
                  name={channel?.name ?? listing.channel}
                  connected={channel !== undefined && channel.connector !== 'none'}
                />
              );
            })}
          </tbody>
        </Table>
      </TableFrame>
    </Section>
  );
}

function ListingRow({
  listing,
  name,
  connected,
}: {
  listing: ListingItem;
  name: string;
  connected: boolean;
}) {
  const { published, acknowledged, drift, paused = false } = listing;
  const state = listingState({ published, acknowledged, drift, paused, connected });
  const { tone, word } = shown[state];
  return (
    <tr>
      <th
        scope="row"
        className="sticky left-0 z-10 h-9 max-w-64 truncate border-r border-b border-line bg-card px-3 text-left font-normal max-sm:h-11 max-sm:max-w-36 max-sm:leading-4 max-sm:whitespace-normal"
      >
        {name}
        {listing.location && <span className="text-muted"> · {listing.location}</span>}
      </th>
      <Cell className="px-2 text-right">
        <Quantity units={listing.target} className="text-muted" />
      </Cell>
      <Cell className="px-2 text-right">
        <Quantity units={published} className="text-sm font-semibold" />
      </Cell>
      <Cell className="px-2 text-right">
        <Quantity units={acknowledged} className="text-muted" />
      </Cell>
      <Cell className="px-2">
        <Badge tone={tone}>
          {word}
          {state === 'drift' && drift !== null && ` ${formatDelta(drift)}`}
        </Badge>
      </Cell>
      <Cell className="px-2 text-muted tabular-nums">
        {listing.lastAcknowledgedAt === null ? '–' : formatMinute(listing.lastAcknowledgedAt)}
      </Cell>
      <Cell className="px-2">
        <WhyButton listing={listing} channelName={name} small />
      </Cell>
    </tr>
  );
}
