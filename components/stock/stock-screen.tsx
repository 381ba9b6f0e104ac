'use client';

import { PackageSearch } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ReadFailure } from '@/components/ui/read-failure';
import { formatUnits } from '@/lib/shared/format';
import { NoCatalogue } from './no-catalogue';
import { SkuDetail } from './sku-detail';
import { useStockState } from './stock-filters';
import { StockSkeleton } from './stock-skeleton';
import { StockTable } from './stock-table';
import { StockToolbar } from './stock-toolbar';
import { useDimensions } from './use-dimensions';
import { useStockList } from './use-stock-list';

/** Stock per node and per channel, and below it everything about the one SKU that is looked at. */
export function StockScreen({ origin }: { origin: string }) {
  const [state, setState] = useStockState();
  const { search, category, sort, direction, view, sku } = state;
  const list = useStockList({ search, category, sort, direction }, view);
  const dimensions = useDimensions();
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const shown = sku ?? items[0]?.sku ?? null;
  const empty = dimensions.data?.skus === 0;

  return (
    <div className="mx-auto grid max-w-[1680px] gap-4">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h1 className="text-lg font-semibold">Stock</h1>
        <p className="text-sm text-muted">{dimensions.data ? summary(dimensions.data) : ' '}</p>
      </div>

      {empty ? (
        <NoCatalogue origin={origin} />
      ) : (
        <>
          <StockToolbar state={state} onChange={setState} categories={dimensions.data?.categories ?? []} />
          {list.isError && (
            <ReadFailure what="the stock list" error={list.error} onRetry={() => void list.refetch()} />
          )}
          {dimensions.isError && (
            <ReadFailure
              what="nodes and channels"
              error={dimensions.error}
              onRetry={() => void dimensions.refetch()}
            />
          )}
          {(list.isPending || dimensions.isPending) && <StockSkeleton />}
          {list.isSuccess && items.length === 0 && (
            <div className="rounded-md border border-line bg-card">
              <EmptyState
                icon={PackageSearch}
                title="No SKU matches"
                action={
                  <Button onClick={() => void setState({ search: null, category: null })}>
                    Clear filters
                  </Button>
                }
              >
                <p>Search by SKU, name or whole barcode. Filters apply together.</p>
              </EmptyState>
            </div>
          )}
          {items.length > 0 && dimensions.data && (
            <StockTable
              items={items}
              dimensions={dimensions.data}
              view={view}
              selected={shown}
              onSelect={(next) => void setState({ sku: next }, { history: 'push' })}
              sort={{ sort, direction }}
              onSort={(next) => void setState(next)}
              more={
                list.hasNextPage
                  ? { load: () => void list.fetchNextPage(), loading: list.isFetchingNextPage }
                  : null
              }
              stale={list.isPlaceholderData}
            />
          )}
          {shown !== null && dimensions.data && (
            <SkuDetail key={shown} sku={shown} dimensions={dimensions.data} />
          )}
        </>
      )}
    </div>
  );
}

function summary({ skus, nodes, channels }: { skus: number; nodes: unknown[]; channels: unknown[] }): string {
  return [
    count(skus, 'SKU', 'SKUs'),
    count(nodes.length, 'stock node', 'stock nodes'),
    count(channels.length, 'channel', 'channels'),
  ].join(' · ');
}

function count(units: number, one: string, many: string): string {
  return `${formatUnits(units)} ${units === 1 ? one : many}`;
}
