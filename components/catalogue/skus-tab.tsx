'use client';

import { Plus, Tags } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { CategorySelect, ChannelSelect } from '@/components/pickers/place-select';
import type { Column } from '@/components/table/column';
import { DataTable } from '@/components/table/data-table';
import { SearchField } from '@/components/table/search-field';
import { useList } from '@/components/table/use-list';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { SelectInput } from '@/components/ui/select-input';
import type { SkuListItem } from '@/lib/catalog/list-items';
import { formatMinute, formatMoney, formatUnits } from '@/lib/shared/format';
import { BulkButton } from './bulk-button';
import type { CatalogueActions, CatalogueRights } from './catalogue-types';

const SkuDrawer = dynamic(() => import('./sku-drawer').then((module) => module.SkuDrawer));

const text = parseAsString.withDefault('');
const filters = { search: text, category: text, channel: text, stopped: text };

const columns: Column<SkuListItem>[] = [
  {
    id: 'sku',
    header: 'SKU',
    sort: 'sku',
    className: 'font-mono text-xs font-medium',
    cell: (item) => item.sku,
  },
  { id: 'name', header: 'Name', sort: 'name', className: 'max-w-80 truncate', cell: (item) => item.name },
  { id: 'category', header: 'Category', sort: 'category', cell: (item) => item.category ?? '–' },
  {
    id: 'price',
    header: 'Price',
    sort: 'price',
    numeric: true,
    cell: (item) => (item.priceMinor === null ? '–' : formatMoney(item.priceMinor, item.currency)),
  },
  {
    id: 'unitCost',
    header: 'Unit cost',
    numeric: true,
    cell: (item) => (item.unitCostMinor === null ? '–' : formatMoney(item.unitCostMinor, item.currency)),
  },
  {
    id: 'caseQuantity',
    header: 'Case',
    numeric: true,
    cell: (item) => (item.caseQuantity === null ? '–' : formatUnits(item.caseQuantity)),
  },
  {
    id: 'barcodes',
    header: 'Barcodes',
    className: 'max-w-48 truncate font-mono text-xs text-muted',
    cell: (item) => item.barcodes.join(' ') || '–',
  },
  { id: 'listings', header: 'Listings', numeric: true, cell: (item) => formatUnits(item.listings) },
  {
    id: 'selling',
    header: 'Selling',
    cell: (item) =>
      item.stopped ? (
        <Badge tone="critical">Stopped</Badge>
      ) : item.listings === 0 ? (
        <span className="text-muted">Not listed</span>
      ) : (
        'On sale'
      ),
  },
  {
    id: 'updated',
    header: 'Changed',
    sort: 'updated',
    className: 'text-muted tabular-nums',
    cell: (item) => formatMinute(item.updatedAt),
  },
];

const keyOf = (item: SkuListItem) => item.sku;

export function SkusTab({ actions, rights }: { actions: CatalogueActions; rights: CatalogueRights }) {
  const list = useList<SkuListItem, typeof filters>({
    name: 'catalogue-skus',
    path: '/api/ui/catalogue/skus',
    filters,
    sort: { sort: 'sku', direction: 'ascending' },
  });
  const [opened, setOpened] = useQueryState('open', parseAsString.withOptions({ history: 'push' }));
  const [creating, setCreating] = useState(false);
  const open = list.items.find((item) => item.sku === opened);
  const close = () => {
    setCreating(false);
    void setOpened(null, { history: 'replace' });
  };
  const newButton = rights.skusAndNodes && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New SKU
    </Button>
  );
  return (
    <>
      <DataTable
        list={list}
        label="SKUs"
        columns={columns}
        keyOf={keyOf}
        onOpen={(item) => void setOpened(item.sku)}
        openKey={open?.sku ?? null}
        toolbar={
          <>
            <SearchField
              label="Search SKUs"
              placeholder="SKU, name or barcode"
              value={list.values.search}
              onChange={(search) => list.setValues({ search })}
            />
            <CategorySelect
              value={list.values.category}
              onChange={(category) => void list.setValues({ category })}
            />
            <ChannelSelect
              value={list.values.channel}
              onChange={(channel) => void list.setValues({ channel })}
            />
            <SelectInput
              aria-label="Selling"
              value={list.values.stopped}
              onChange={(event) => void list.setValues({ stopped: event.target.value })}
            >
              <option value="">Sold or stopped</option>
              <option value="yes">Stopped</option>
              <option value="no">Not stopped</option>
            </SelectInput>
            {newButton}
          </>
        }
        empty={
          <EmptyState icon={Tags} title="No SKU yet" action={newButton || undefined}>
            <p>Everything that is sold and counted stands here: type it, import a file, or put it by API.</p>
          </EmptyState>
        }
        {...(rights.skusAndNodes || rights.policies
          ? {
              bulk: (selection, clear) => (
                <BulkButton
                  of="skus"
                  selection={selection}
                  actions={actions}
                  rights={rights}
                  onDone={clear}
                />
              ),
            }
          : {})}
        csv
      />
      {(creating || open !== undefined) && (
        <SkuDrawer
          key={open?.sku ?? 'new'}
          item={creating ? null : (open ?? null)}
          actions={actions}
          rights={rights}
          onClose={close}
        />
      )}
    </>
  );
}
