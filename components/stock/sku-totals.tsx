'use client';

import { classNames } from '@/components/ui/class-names';
import { Quantity } from '@/components/ui/quantity';
import { sumPositions } from './sum-positions';
import { usePositions } from './use-positions';

const totals = [
  { term: 'availableToSell', label: 'Available to sell' },
  { term: 'onHand', label: 'On hand' },
  { term: 'committed', label: 'Committed' },
  { term: 'incoming', label: 'Incoming' },
] as const;

/** The four numbers of a SKU over all nodes; the one that may be sold comes first and is the largest. */
export function SkuTotals({ sku, asOf }: { sku: string; asOf: string | null }) {
  const positions = usePositions(sku, asOf);
  const { total } = sumPositions(positions.data?.items ?? []);
  return (
    <dl className="flex gap-x-6">
      {totals.map(({ term, label }, index) => (
        <div key={term} className="grid content-end sm:text-right">
          <dt className="text-xs text-muted">{label}</dt>
          <dd
            className={classNames(
              index === 0 ? 'text-lg font-semibold' : 'text-base text-muted',
              'leading-7',
            )}
          >
            <Quantity units={positions.data ? total[term] : null} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
