'use client';

import { Plus, Store } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { ChannelSelect } from '@/components/pickers/place-select';
import type { Column } from '@/components/table/column';
import { DataTable } from '@/components/table/data-table';
import { SearchField } from '@/components/table/search-field';
import { useList } from '@/components/table/use-list';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { SelectInput } from '@/components/ui/select-input';
import type { CatalogListingItem } from '@/lib/catalog/list-items';
import { formatMoney, formatUnits } from '@/lib/shared/format';
import { BulkButton } from './bulk-button';
import type { CatalogueActions, CatalogueRights } from './catalogue-types';

const ListingDrawer = dynamic(() => import('./listing-drawer').then((module) => module.ListingDrawer));

const text = parseAsString.withDefault('');
const filters = { search: text, channel: text, stopped: text };
const unitsOr = (units: number | null) => (units === null ? '–' : formatUnits(units));

const columns: Column<CatalogListingItem>[] = [
  {
    id: 'sku',
    header: 'SKU',
    sort: 'sku',
    className: 'font-mono text-xs font-medium',
    cell: (item) => item.sku,
  },
  { id: 'name', header: 'Name', sort: 'name', className: 'max-w-72 truncate', cell: (item) => item.skuName },
  {
    id: 'channel',
    header: 'Channel',
    sort: 'channel',
    cell: (item) => `${item.channelName}${item.location === null ? '' : ` · ${item.location}`}`,
  },
  {
    id: 'target',
    header: 'Target',
    sort: 'target',
    numeric: true,
    className: 'font-semibold',
    cell: (item) => formatUnits(item.target),
  },
  {
    id: 'price',
    header: 'Price',
    sort: 'price',
    numeric: true,
    cell: (item) => (item.priceMinor === null ? '–' : formatMoney(item.priceMinor, item.currency)),
  },
  { id: 'buffer', header: 'Buffer', numeric: true, cell: (item) => formatUnits(item.buffer) },
  { id: 'floor', header: 'Floor', numeric: true, cell: (item) => unitsOr(item.floor) },
  { id: 'cap', header: 'Cap', numeric: true, cell: (item) => unitsOr(item.cap) },
  { id: 'threshold', header: 'Threshold', numeric: true, cell: (item) => unitsOr(item.threshold) },
  { id: 'pack', header: 'Pack', numeric: true, cell: (item) => formatUnits(item.unitsPerListing) },
  {
    id: 'selling',
    header: 'Selling',
    cell: (item) =>
      item.stopped ? (
        <Badge tone="critical">Stopped</Badge>
      ) : item.paused ? (
        <Badge tone="warning">Paused</Badge>
      ) : (
        'On sale'
      ),
  },
  {
    id: 'externalId',
    header: 'Listing id',
    className: 'max-w-48 truncate font-mono text-xs text-muted',
    cell: (item) => item.externalId,
  },
];

const keyOf = (item: CatalogListingItem) => JSON.stringify([item.sku, item.channel, item.location]);

export function ListingsTab({ actions, rights }: { actions: CatalogueActions; rights: CatalogueRights }) {
  const list = useList<CatalogListingItem, typeof filters>({
    name: 'catalogue-listings',
    path: '/api/ui/catalogue/listings',
    filters,
    sort: { sort: 'sku', direction: 'ascending' },
  });
  const [opened, setOpened] = useQueryState('open', parseAsString.withOptions({ history: 'push' }));
  const [creating, setCreating] = useState(false);
  const open = creating ? undefined : list.items.find((item) => keyOf(item) === opened);
  const newButton = rights.channels && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New listing
    </Button>
  );
  return (
    <>
      <DataTable
        list={list}
        label="Listings"
        columns={columns}
        keyOf={keyOf}
        onOpen={(item) => void setOpened(keyOf(item))}
        openKey={open === undefined ? null : keyOf(open)}
        toolbar={
          <>
            <SearchField
              label="Search listings"
              placeholder="SKU, name or listing id"
              value={list.values.search}
              onChange={(search) => list.setValues({ search })}
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
          <EmptyState icon={Store} title="Nothing is listed yet" action={newButton || undefined}>
            <p>A listing is a SKU on a channel: its price, and how much of the stock it may show.</p>
          </EmptyState>
        }
        {...(rights.channels
          ? {
              bulk: (selection, clear) => (
                <BulkButton
                  of="listings"
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
        <ListingDrawer
          key={open === undefined ? 'new' : keyOf(open)}
          item={open ?? null}
          actions={actions}
          rights={rights}
          onClose={() => {
            setCreating(false);
            void setOpened(null, { history: 'replace' });
          }}
        />
      )}
    </>
  );
}
