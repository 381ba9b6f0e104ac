import { Clock } from 'lucide-react';
import { classNames } from '@/components/ui/class-names';
import { Quantity } from '@/components/ui/quantity';
import type { ListingCell, StockCell } from './stock-types';

const cell =
  'h-9 border-b border-line px-1.5 text-right whitespace-nowrap group-hover:bg-hover group-aria-current:bg-selected max-sm:h-11';
const first = 'border-l pl-3';
const last = 'pr-3';

/** Available to sell bold, on hand and committed beside it. A SKU that never lay at the node has dashes. */
export function NodeCells({
  cell: units,
  strong = false,
}: {
  cell: StockCell | undefined;
  strong?: boolean;
}) {
  if (units === undefined) return <NoCells />;
  return (
    <>
      <td className={classNames(cell, first)}>
        <Quantity
          units={units.availableToSell}
          className={classNames('font-semibold', strong && 'text-sm')}
        />
      </td>
      <td className={cell}>
        <Quantity units={units.onHand} className="text-muted" />
      </td>
      <td className={classNames(cell, last)}>
        <Quantity units={units.committed} className="text-muted" />
      </td>
    </>
  );
}

/** Target, published, acknowledged; what is published and not acknowledged yet says so by a clock. */
export function ChannelCells({ cell: units }: { cell: ListingCell | undefined }) {
  if (units === undefined) return <NoCells />;
  const pending = units.published !== null && units.published !== units.acknowledged;
  return (
    <>
      <td className={classNames(cell, first)}>
        <Quantity units={units.target} className="text-muted" />
      </td>
      <td className={cell}>
        <Quantity units={units.published} className="font-semibold" />
      </td>
      <td className={classNames(cell, last)}>
        <span className="inline-flex items-center justify-end gap-1">
          {pending && (
            <>
              <Clock aria-hidden className="size-3 text-information" />
              <span className="sr-only">not acknowledged yet,</span>
            </>
          )}
          <Quantity units={units.acknowledged} className="text-muted" />
        </span>
      </td>
    </>
  );
}

function NoCells() {
  return (
    <>
      <td className={classNames(cell, first, 'text-muted')}>–</td>
      <td className={cell} />
      <td className={cell} />
    </>
  );
}
