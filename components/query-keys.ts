import type { StockFilters } from './stock/stock-filters';

const live = ['live'] as const;
const stock = [...live, 'stock'] as const;

/** Every key a query can have. What stands under `live` is asked for again when the event stream says so. */
export const queryKeys = {
  live,
  dimensions: [...live, 'dimensions'] as const,
  stock: {
    lists: [...stock, 'list'] as const,
    list: (filters: StockFilters) => [...stock, 'list', filters] as const,
    sku: (sku: string) => [...stock, 'sku', sku] as const,
    head: (sku: string) => [...stock, 'sku', sku, 'head'] as const,
    positions: (sku: string) => [...stock, 'sku', sku, 'positions'] as const,
    listings: (sku: string) => [...stock, 'sku', sku, 'listings'] as const,
    ledger: (sku: string) => [...stock, 'sku', sku, 'ledger'] as const,
    naiveLevels: (sku: string) => [...stock, 'sku', sku, 'naive-levels'] as const,
  },
} as const;
