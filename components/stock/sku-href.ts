import type { Route } from 'next';

/** Where everything about a SKU stands. */
export function skuHref(sku: string): Route {
  return `/stock/${encodeURIComponent(sku)}` as Route;
}
