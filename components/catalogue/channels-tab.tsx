'use client';

import { Plus, Store } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import type { Column } from '@/components/table/column';
import { DataTable } from '@/components/table/data-table';
import { SearchField } from '@/components/table/search-field';
import { useList } from '@/components/table/use-list';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import type { ChannelListItem } from '@/lib/catalog/list-items';
import { formatUnits } from '@/lib/shared/format';
import type { CatalogueActions, CatalogueRights } from './catalogue-types';
import { channelKindLabels, showValue } from './show-value';

const ChannelDrawer = dynamic(() => import('./channel-drawer').then((module) => module.ChannelDrawer));

const filters = { search: parseAsString.withDefault('') };

const columns: Column<ChannelListItem>[] = [
  { id: 'name', header: 'Name', sort: 'name', className: 'font-medium', cell: (item) => item.name },
  {
    id: 'channel',
    header: 'Code',
    sort: 'channel',
    className: 'font-mono text-xs',
    cell: (item) => item.channel,
  },
  { id: 'kind', header: 'Kind', sort: 'kind', cell: (item) => channelKindLabels[item.kind] ?? item.kind },
  {
    id: 'connector',
    header: 'Connector',
    cell: (item) => (item.connector === 'none' ? 'None' : item.connector),
  },
  {
    id: 'sources',
    header: 'Sourcing order',
    className: 'max-w-96 truncate',
    cell: (item) =>
      item.sources.map(({ name }, index) => `${index + 1} ${name}`).join(' · ') || (
        <Badge tone="warning">No source</Badge>
      ),
  },
  {
    id: 'priority',
    header: 'Priority',
    sort: 'priority',
    numeric: true,
    cell: (item) => showValue(item.priority),
  },
  { id: 'fee', header: 'Fee %', numeric: true, cell: (item) => showValue(item.feePercent) },
  { id: 'listings', header: 'Listings', numeric: true, cell: (item) => formatUnits(item.listings) },
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
];

const keyOf = (item: ChannelListItem) => item.channel;

export function ChannelsTab({ actions, rights }: { actions: CatalogueActions; rights: CatalogueRights }) {
  const list = useList<ChannelListItem, typeof filters>({
    name: 'catalogue-channels',
    path: '/api/ui/catalogue/channels',
    filters,
    sort: { sort: 'name', direction: 'ascending' },
  });
  const [opened, setOpened] = useQueryState('open', parseAsString.withOptions({ history: 'push' }));
  const [creating, setCreating] = useState(false);
  const open = creating ? undefined : list.items.find((item) => item.channel === opened);
  const newButton = rights.channels && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New channel
    </Button>
  );
  return (
    <>
      <DataTable
        list={list}
        label="Channels"
        columns={columns}
        keyOf={keyOf}
        onOpen={(item) => void setOpened(item.channel)}
        openKey={open?.channel ?? null}
        toolbar={
          <>
            <SearchField
              label="Search channels"
              placeholder="Name or code"
              value={list.values.search}
              onChange={(search) => list.setValues({ search })}
            />
            {newButton}
          </>
        }
        empty={
          <EmptyState icon={Store} title="No channel yet" action={newButton || undefined}>
            <p>Everybody who sells your stock stands here, with the nodes they sell from.</p>
          </EmptyState>
        }
      />
      {(creating || open !== undefined) && (
        <ChannelDrawer
          key={open?.channel ?? 'new'}
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
