import { skuFiltersSchema } from '@/lib/catalog/filters';
import type { SkuListItem } from '@/lib/catalog/list-items';
import { countSkus, listSkus, type SkuSort, skuSorts } from '@/lib/catalog/server/list-skus';
import { toMajor } from '@/lib/shared/money';
import { screenList } from '../../screen-list';

const money = (minor: number | null, currency: string) => (minor === null ? null : toMajor(minor, currency));

export const GET = screenList({
  permission: 'read_stock',
  filters: skuFiltersSchema.shape,
  sorts: skuSorts,
  list: (pool, query) => listSkus(pool, { ...query, sort: query.sort as SkuSort }),
  count: countSkus,
  csv: {
    name: 'skus',
    columns: [
      { header: 'sku', value: (item: SkuListItem) => item.sku },
      { header: 'name', value: (item) => item.name },
      { header: 'category', value: (item) => item.category },
      { header: 'unitCost', value: (item) => money(item.unitCostMinor, item.currency) },
      { header: 'price', value: (item) => money(item.priceMinor, item.currency) },
      { header: 'currency', value: (item) => item.currency },
      { header: 'barcodes', value: (item) => item.barcodes.join(' ') },
      { header: 'caseQuantity', value: (item) => item.caseQuantity },
    ],
  },
});
