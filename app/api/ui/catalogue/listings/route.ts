import { listingFiltersSchema } from '@/lib/catalog/filters';
import type { CatalogListingItem } from '@/lib/catalog/list-items';
import {
  countCatalogListings,
  type ListingSort,
  listCatalogListings,
  listingSorts,
} from '@/lib/catalog/server/list-catalog-listings';
import { toMajor } from '@/lib/shared/money';
import { screenList } from '../../screen-list';

export const GET = screenList({
  permission: 'read_stock',
  filters: listingFiltersSchema.shape,
  sorts: listingSorts,
  list: (pool, query) => listCatalogListings(pool, { ...query, sort: query.sort as ListingSort }),
  count: countCatalogListings,
  csv: {
    name: 'listings',
    columns: [
      { header: 'sku', value: (item: CatalogListingItem) => item.sku },
      { header: 'channel', value: (item) => item.channel },
      { header: 'location', value: (item) => item.location },
      { header: 'externalId', value: (item) => item.externalId },
      { header: 'unitsPerListing', value: (item) => item.unitsPerListing },
      {
        header: 'price',
        value: (item) => (item.priceMinor === null ? null : toMajor(item.priceMinor, item.currency)),
      },
      { header: 'threshold', value: (item) => item.threshold },
      { header: 'floor', value: (item) => item.floor },
      { header: 'cap', value: (item) => item.cap },
      { header: 'buffer', value: (item) => item.buffer },
    ],
  },
});
