import { channelFiltersSchema } from '@/lib/catalog/filters';
import { type ChannelSort, channelSorts, listChannels } from '@/lib/catalog/server/list-channels';
import { screenList } from '../../screen-list';

export const GET = screenList({
  permission: 'read_stock',
  filters: channelFiltersSchema.shape,
  sorts: channelSorts,
  list: (pool, query) => listChannels(pool, { ...query, sort: query.sort as ChannelSort }),
});
