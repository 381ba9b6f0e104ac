import { safetyStockFiltersSchema } from '@/lib/catalog/filters';
import type { SafetyStockItem } from '@/lib/catalog/list-items';
import {
  listSafetyStock,
  type SafetyStockSort,
  safetyStockSorts,
} from '@/lib/catalog/server/list-safety-stock';
import { screenList } from '../../screen-list';

export const GET = screenList({
  permission: 'read_stock',
  filters: safetyStockFiltersSchema.shape,
  sorts: safetyStockSorts,
  list: (pool, query) => listSafetyStock(pool, { ...query, sort: query.sort as SafetyStockSort }),
  csv: {
    name: 'safety-stock',
    columns: [
      { header: 'sku', value: (item: SafetyStockItem) => item.sku },
      { header: 'node', value: (item) => item.node },
      { header: 'category', value: (item) => item.category },
      { header: 'units', value: (item) => item.units },
      { header: 'days', value: (item) => item.days },
      { header: 'serviceLevel', value: (item) => item.serviceLevel },
      { header: 'from', value: (item) => item.from },
      { header: 'to', value: (item) => item.to },
    ],
  },
});
