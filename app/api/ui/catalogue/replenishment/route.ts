import { replenishmentFiltersSchema } from '@/lib/catalog/filters';
import {
  listReplenishment,
  type ReplenishmentSort,
  replenishmentSorts,
} from '@/lib/catalog/server/list-safety-stock';
import { screenList } from '../../screen-list';

export const GET = screenList({
  permission: 'read_stock',
  filters: replenishmentFiltersSchema.shape,
  sorts: replenishmentSorts,
  list: (pool, query) => listReplenishment(pool, { ...query, sort: query.sort as ReplenishmentSort }),
});
