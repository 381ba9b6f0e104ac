'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

export const views = ['nodes', 'channels'] as const;
export type StockView = (typeof views)[number];
export const sorts = ['sku', 'name'] as const;
export const directions = ['ascending', 'descending'] as const;

/** What decides which SKUs are listed, and in which order. */
export interface StockFilters {
  search: string;
  category: string;
  sort: (typeof sorts)[number];
  direction: (typeof directions)[number];
}

/** The state of the stock screen, all of it in the URL: filters survive Back and can be sent as a link. */
export function useStockState() {
  return useQueryStates({
    search: parseAsString.withDefault('').withOptions({ throttleMs: 300 }),
    category: parseAsString.withDefault(''),
    sort: parseAsStringLiteral(sorts).withDefault('sku'),
    direction: parseAsStringLiteral(directions).withDefault('ascending'),
    view: parseAsStringLiteral(views).withDefault('nodes'),
    sku: parseAsString,
  });
}
