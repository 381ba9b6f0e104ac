import { formatUnits } from '@/lib/shared/format';
import type { MoveStocktake, StocktakeItem, StocktakeMoved } from '@/lib/stocktake/stocktake-document';
import type { StocktakeStatus } from '@/lib/stocktake/stocktake-states';

export type Move = (input: MoveStocktake) => Promise<StocktakeMoved>;

export const statusWords: Record<StocktakeStatus, string> = {
  counting: 'Being counted',
  handing_in: 'Being handed in',
  counted: 'Waits for approval',
  posting: 'Being posted',
  posted: 'Posted',
  cancelled: 'Cancelled',
};

/** What of the node is counted: "All SKUs", "Class A", "Category Tops", "50 at random". */
export function scopeWords({ scope, value }: Pick<StocktakeItem, 'scope' | 'value'>): string {
  switch (scope) {
    case 'node':
      return 'All SKUs';
    case 'class':
      return `Class ${value}`;
    case 'category':
      return `Category ${value}`;
    case 'file':
      return 'From a file';
    case 'sample':
      return `${formatUnits(Number(value))} SKUs at random`;
  }
}

/** Of the counted lines, how many the books had right. Null before anything is handed in. */
export function accuracyOf({ counted, right, status }: StocktakeItem): number | null {
  return counted === 0 || status === 'counting' || status === 'handing_in' ? null : right / counted;
}

export function linesIn(count: number): string {
  return `${formatUnits(count)} ${count === 1 ? 'line' : 'lines'}`;
}
