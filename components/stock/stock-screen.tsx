'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useCallback, useMemo, useState } from 'react';
import { CategorySelect } from '@/components/pickers/place-select';
import { ChoiceFilter } from '@/components/table/choice-filter';
import { DataTable } from '@/components/table/data-table';
import { SearchField } from '@/components/table/search-field';
import { useList } from '@/components/table/use-list';
import { AsOfPicker } from '@/components/ui/as-of';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { useEver } from '@/components/use-ever';
import { formatStamp, formatUnits, zoneName } from '@/lib/shared/format';
import type { OpenedCell } from './cell-popover';
import { coverLegend } from './heat';
import { NoCatalogue } from './no-catalogue';
import { skuHref } from './sku-href';
import { channelColumns, nodeColumns, type OpenCell } from './stock-columns';
import type { StockItem } from './stock-types';
import { useDimensions } from './use-dimensions';
import { listings_refresh_ms } from './use-listings';

const CellPopover = dynamic(() => import('./cell-popover').then((module) => module.CellPopover), {
  ssr: false,
});

const views = ['nodes', 'channels'] as const;
const viewChoices = [
  { value: 'nodes', label: 'By node' },
  { value: 'channels', label: 'By channel' },
] as const;
const risks = [
  { value: 'at_risk', label: 'At risk' },
  { value: 'out_of_stock', label: 'Out of stock' },
  { value: 'below_safety', label: 'Below safety stock' },
] as const;

const text = parseAsString.withDefault('');
const filters = { search: text, category: text, risk: text, asOf: text };
const keyOf = (item: StockItem) => item.sku;

/** SKU × node or SKU × channel: what may be sold, shaded by how long it lasts. */
export function StockScreen({ origin }: { origin: string }) {
  const [view, setView] = useQueryState('view', parseAsStringLiteral(views).withDefault('nodes'));
  const dimensions = useDimensions();
  const list = useList<StockItem, typeof filters>({
    name: 'stock',
    path: '/api/ui/stock',
    filters,
    sort: { sort: 'sku', direction: 'ascending' },
    // What is published follows the ledger by itself, a little later; the event stream does not tell of it.
    ...(view === 'channels' ? { refreshMs: listings_refresh_ms } : {}),
  });
  const router = useRouter();
  const [opened, setOpened] = useState<OpenedCell | null>(null);
  const everOpened = useEver(opened !== null);
  const onOpen = useCallback<OpenCell>((anchor, item, node) => setOpened({ anchor, item, node }), []);
  const { nodes, channels } = dimensions.data ?? none;
  const columns = useMemo(
    () => (view === 'nodes' ? nodeColumns(nodes, onOpen) : channelColumns(channels, onOpen)),
    [view, nodes, channels, onOpen],
  );
  const named = useMemo(() => new Map(nodes.map(({ node, name }) => [node, name])), [nodes]);

  if (dimensions.data?.skus === 0)
    return (
      <div className="grid gap-4">
        <PageHead title="Stock" />
        <NoCatalogue origin={origin} />
      </div>
    );
  const { asOf } = list.values;
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Stock"
        note={dimensions.data ? summary(dimensions.data) : ' '}
        actions={<AsOfPicker label="Compare with" />}
      />
      {asOf !== '' && (
        <Notice
          tone="information"
          action={<Button onClick={() => void list.setValues({ asOf: null })}>Stop comparing</Button>}
        >
          Available to sell now, and how it differs from {formatStamp(asOf)} {zoneName}.
        </Notice>
      )}
      <DataTable
        list={list}
        label={view === 'nodes' ? 'Stock per SKU and node' : 'Listings per SKU and channel'}
        columns={columns}
        keyOf={keyOf}
        onOpen={({ sku }) => router.push(skuHref(sku))}
        empty={<NoCatalogue origin={origin} />}
        noMatchHint="Search by SKU, name or whole barcode. Filters apply together."
        csv
        toolbar={
          <>
            <SearchField
              label="Search SKU, name or barcode"
              placeholder="SKU, name or barcode"
              value={list.values.search}
              onChange={(search) => void list.setValues({ search: search || null })}
            />
            {dimensions.data !== undefined && dimensions.data.categories.length > 0 && (
              <CategorySelect
                value={list.values.category}
                onChange={(category) => void list.setValues({ category: category || null })}
              />
            )}
            <ChoiceFilter
              label="Risk"
              none="Any risk"
              className="max-w-48"
              value={list.values.risk}
              choices={risks}
              onChange={(risk) => void list.setValues({ risk })}
            />
            <SegmentedControl
              label="Columns by"
              value={view}
              onChange={(next) => void setView(next)}
              choices={viewChoices}
            />
          </>
        }
      />
      {view === 'nodes' && <Legend />}
      {everOpened && (
        <CellPopover
          opened={opened}
          nodeName={(node) => named.get(node) ?? node}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  );
}

const none: Pick<NonNullable<ReturnType<typeof useDimensions>['data']>, 'nodes' | 'channels'> = {
  nodes: [],
  channels: [],
};

function Legend() {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted">
      <span>
        <span className="font-semibold text-text">To sell</span> bold; on hand · committed small. Shade: the
        stock lasts
      </span>
      {coverLegend.map(({ shade, word }) => (
        <span key={word} className="inline-flex items-center gap-1.5">
          <span aria-hidden className={`size-3 rounded-sm border border-line ${shade}`} />
          {word}
        </span>
      ))}
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
