import { Clock } from 'lucide-react';
import Link from 'next/link';
import type { Column } from '@/components/table/column';
import { classNames } from '@/components/ui/class-names';
import { Quantity } from '@/components/ui/quantity';
import { formatDelta, formatUnits } from '@/lib/shared/format';
import { heatOf } from './heat';
import { RiskGlyph } from './risk-badge';
import { skuHref } from './sku-href';
import type { Dimensions, ListingCell, StockCell, StockItem } from './stock-types';

/** A cell of the matrix that somebody wants to know more about; `anchor` is where it stands. */
export type OpenCell = (anchor: HTMLElement, item: StockItem, node: string | null) => void;

const skuColumn: Column<StockItem> = {
  id: 'sku',
  header: 'SKU',
  sort: 'sku',
  className: 'w-64 min-w-64 max-w-64 max-sm:w-36 max-sm:min-w-36 max-sm:max-w-36',
  cell: ({ sku, name, risk }) => (
    <span className="flex min-w-0 items-center gap-2">
      <RiskGlyph risk={risk} />
      <Link
        href={skuHref(sku)}
        className="min-w-0 truncate font-mono text-xs font-medium underline-offset-2 hover:underline sm:shrink-0"
      >
        {sku}
      </Link>
      <span className="truncate text-muted max-sm:hidden" title={name}>
        {name}
      </span>
    </span>
  ),
};

const nameColumn: Column<StockItem> = {
  id: 'name',
  header: 'Name',
  sort: 'name',
  shown: false,
  cell: ({ name }) => name,
};

const categoryColumn: Column<StockItem> = {
  id: 'category',
  header: 'Category',
  shown: false,
  className: 'text-muted',
  cell: ({ category }) => category ?? '–',
};

/** SKU × node, with all nodes together first. */
export function nodeColumns(nodes: Dimensions['nodes'], onOpen: OpenCell): Column<StockItem>[] {
  return [
    skuColumn,
    nameColumn,
    categoryColumn,
    stockColumn('total', 'All nodes', null, onOpen),
    ...nodes.map(({ node, name }) => stockColumn(`node ${node}`, name, node, onOpen)),
  ];
}

function stockColumn(id: string, header: string, node: string | null, onOpen: OpenCell): Column<StockItem> {
  return {
    id,
    header,
    numeric: true,
    className: 'p-0',
    cell: (item) => {
      const cell = node === null ? item.total : item.nodes[node];
      if (cell === undefined) return <span className="px-3 text-muted">–</span>;
      return (
        <button
          type="button"
          data-cell
          tabIndex={-1}
          aria-haspopup="dialog"
          onClick={(event) => onOpen(event.currentTarget, item, node)}
          className={classNames(
            'flex h-(--row) w-full items-center justify-end gap-2 px-3 -outline-offset-2',
            heatOf(cell),
          )}
        >
          <StockNumbers cell={cell} />
        </button>
      );
    },
  };
}

/** Available to sell bold; on hand and committed small beside it; compared with an earlier moment, what was then. */
function StockNumbers({ cell }: { cell: StockCell }) {
  return (
    <>
      {cell.earlier === undefined ? (
        <span className="text-xs text-muted">
          <span className="sr-only">On hand </span>
          <Quantity units={cell.onHand} />
          <span aria-hidden> · </span>
          <span className="sr-only">, committed </span>
          <Quantity units={cell.committed} />
        </span>
      ) : (
        <span className="text-xs text-muted">
          {cell.earlier === cell.availableToSell ? 'same' : formatDelta(cell.availableToSell - cell.earlier)}
          <span className="sr-only">, was {formatUnits(cell.earlier)}</span>
        </span>
      )}
      <span className="sr-only">, to sell </span>
      <Quantity units={cell.availableToSell} className="inline-block min-w-6 text-right font-semibold" />
    </>
  );
}

/** SKU × channel: what each was told to show, and whether it has said so back. */
export function channelColumns(channels: Dimensions['channels'], onOpen: OpenCell): Column<StockItem>[] {
  return [
    skuColumn,
    nameColumn,
    categoryColumn,
    stockColumn('total', 'All nodes', null, onOpen),
    ...channels.map(({ channel, name, connector }) => ({
      id: `channel ${channel}`,
      header: name,
      numeric: true,
      cell: (item: StockItem) => (
        <ListingNumbers cell={item.channels[channel]} connected={connector !== 'none'} />
      ),
    })),
  ];
}

function ListingNumbers({ cell, connected }: { cell: ListingCell | undefined; connected: boolean }) {
  if (cell === undefined) return <span className="text-muted">–</span>;
  const waits = connected && cell.published !== cell.acknowledged;
  return (
    <span className="inline-flex items-center justify-end gap-2">
      <span className="text-xs text-muted">
        target <Quantity units={cell.target} />
      </span>
      {waits && (
        <span title="Not acknowledged yet" className="text-information">
          <Clock aria-hidden className="size-3" />
          <span className="sr-only">not acknowledged yet,</span>
        </span>
      )}
      <span className="sr-only">published </span>
      <Quantity units={cell.published} className="inline-block min-w-6 text-right font-semibold" />
    </span>
  );
}
