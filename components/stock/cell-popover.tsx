'use client';

import { Popover as BasePopover } from '@base-ui/react/popover';
import Link from 'next/link';
import { useRef } from 'react';
import { buttonClasses } from '@/components/ui/button-classes';
import { Quantity } from '@/components/ui/quantity';
import { formatDays } from '@/lib/shared/format';
import { riskWords } from './risk-badge';
import { skuHref } from './sku-href';
import type { StockCell, StockItem } from './stock-types';

export interface OpenedCell {
  anchor: HTMLElement;
  item: StockItem;
  /** Null: all nodes together. */
  node: string | null;
}

interface Props {
  opened: OpenedCell | null;
  nodeName: (node: string) => string;
  onClose: () => void;
}

/** The sum behind one cell of the matrix. One popover serves them all. */
export function CellPopover({ opened, nodeName, onClose }: Props) {
  const last = useRef(opened);
  if (opened !== null) last.current = opened;
  const shown = last.current;
  const cell = shown && (shown.node === null ? shown.item.total : shown.item.nodes[shown.node]);
  return (
    <BasePopover.Root open={opened !== null} onOpenChange={(open) => !open && onClose()}>
      <BasePopover.Portal>
        <BasePopover.Positioner
          anchor={shown?.anchor}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="z-50"
        >
          <BasePopover.Popup
            finalFocus={() => shown?.anchor ?? true}
            className="grid w-80 gap-3 rounded-md border border-line bg-raised p-4 text-text shadow-popover transition-opacity outline-none data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            {shown && cell && (
              <>
                <div className="grid gap-0.5">
                  <BasePopover.Title className="text-sm font-semibold">
                    {shown.node === null ? 'All nodes' : nodeName(shown.node)}
                  </BasePopover.Title>
                  <BasePopover.Description className="truncate text-xs text-muted">
                    <span className="font-mono">{shown.item.sku}</span> · {shown.item.name}
                  </BasePopover.Description>
                </div>
                <CellSum cell={cell} />
                {shown.node === null && shown.item.risk && (
                  <p className="text-xs text-muted">{riskWords[shown.item.risk].word}.</p>
                )}
                <div className="flex flex-wrap gap-2">
                  <Link href={skuHref(shown.item.sku)} className={buttonClasses({})}>
                    Open the SKU
                  </Link>
                  <Link
                    href={`/ledger?${new URLSearchParams({
                      sku: shown.item.sku,
                      ...(shown.node === null ? {} : { node: shown.node }),
                    })}`}
                    className={buttonClasses({ look: 'bare' })}
                  >
                    Its movements
                  </Link>
                  {shown.node !== null && (
                    <Link
                      href={`/movements?${new URLSearchParams({ sku: shown.item.sku, node: shown.node })}`}
                      className={buttonClasses({ look: 'bare' })}
                    >
                      Adjust here
                    </Link>
                  )}
                </div>
              </>
            )}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}

const terms = [
  ['onHand', '', 'On hand'],
  ['committed', '−', 'Committed'],
  ['unavailable', '−', 'Quality control and damaged'],
  ['safetyStock', '−', 'Safety stock'],
] as const;

function CellSum({ cell }: { cell: StockCell }) {
  const units = { ...cell, unavailable: cell.onHand - cell.available - cell.committed };
  return (
    <dl className="grid gap-1 text-sm tabular-nums">
      {terms.map(([term, sign, label]) => (
        <div key={term} className="flex justify-between gap-4">
          <dt className="text-muted">
            <span className="inline-block w-3">{sign}</span> {label}
          </dt>
          <dd>
            <Quantity units={units[term]} />
          </dd>
        </div>
      ))}
      <div className="flex justify-between gap-4 border-t border-line pt-1 font-semibold">
        <dt>
          <span className="inline-block w-3">=</span> Available to sell
        </dt>
        <dd>
          <Quantity units={cell.availableToSell} />
        </dd>
      </div>
      {cell.earlier !== undefined && (
        <div className="flex justify-between gap-4">
          <dt className="pl-4 text-muted">At the moment compared</dt>
          <dd>
            <Quantity units={cell.earlier} />
          </dd>
        </div>
      )}
      <div className="flex justify-between gap-4 pt-1">
        <dt className="pl-4 text-muted">Incoming</dt>
        <dd>
          <Quantity units={cell.incoming} />
        </dd>
      </div>
      <div className="flex justify-between gap-4">
        <dt className="pl-4 text-muted">Lasts</dt>
        <dd>
          {cell.coverDays === null
            ? 'no demand in 56 days'
            : `${formatDays(cell.coverDays)} of ${formatDays(cell.leadDays)} lead time`}
        </dd>
      </div>
    </dl>
  );
}
