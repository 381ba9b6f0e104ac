import { z } from 'zod';
import {
  type ChannelListingItem,
  listChannelListings,
  listingFilters,
} from '@/lib/channels/server/list-channel-listings';
import { codeSchema } from '@/lib/shared/text';
import { screenList } from '../screen-list';

/** The listings of a channel on their way to it. */
export const GET = screenList({
  permission: 'read_operations',
  filters: {
    channel: codeSchema,
    show: z.enum(listingFilters).optional(),
    search: z.string().max(200).optional(),
  },
  sorts: ['sku'],
  list: (pool, { sort: _, direction: __, show, ...query }) =>
    listChannelListings(pool, { ...query, filter: show ?? 'all' }),
  csv: {
    name: 'listings',
    columns: [
      { header: 'channel', value: (item: ChannelListingItem) => item.channel },
      { header: 'sku', value: (item) => item.sku },
      { header: 'location', value: (item) => item.location ?? '' },
      { header: 'target', value: (item) => item.target },
      { header: 'published', value: (item) => item.published ?? '' },
      { header: 'acknowledged', value: (item) => item.acknowledged ?? '' },
      { header: 'acknowledged_at', value: (item) => item.acknowledgedAt ?? '' },
      { header: 'observed', value: (item) => item.observed ?? '' },
      { header: 'drift', value: (item) => item.drift ?? '' },
      { header: 'error', value: (item) => item.error ?? '' },
      { header: 'paused', value: (item) => item.pausedReason ?? (item.paused ? 'yes' : '') },
    ],
  },
});
