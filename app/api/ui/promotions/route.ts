import { z } from 'zod';
import { type PlannedPromotion, promotionStatuses } from '@/lib/demand/promotion-items';
import { listPlannedPromotions } from '@/lib/demand/server/list-planned-promotions';
import { screenList } from '../screen-list';

const word = z.string().max(200).optional();

export const GET = screenList({
  permission: 'read_operations',
  filters: {
    search: word,
    channel: word,
    status: z.enum(promotionStatuses).optional(),
    from: z.iso.datetime().optional(),
    to: z.iso.datetime().optional(),
  },
  sorts: ['starts'],
  direction: 'descending',
  list: (pool, { sort: _, ...query }) => listPlannedPromotions(pool, query),
  csv: {
    name: 'promotions',
    columns: [
      { header: 'promotion', value: (item: PlannedPromotion) => item.promotion },
      { header: 'name', value: (item) => item.name },
      { header: 'channel', value: (item) => item.channel },
      { header: 'status', value: (item) => item.status },
      { header: 'starts_at', value: (item) => item.startsAt },
      { header: 'ends_at', value: (item) => item.endsAt },
      { header: 'uplift', value: (item) => item.uplift },
      { header: 'hold_back', value: (item) => item.holdBack },
      { header: 'skus', value: (item) => item.skus.join(' ') },
      { header: 'overlaps', value: (item) => item.overlaps.join(', ') },
    ],
  },
});
