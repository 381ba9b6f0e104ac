'use client';

import { Plus, Warehouse } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import type { Column } from '@/components/table/column';
import { DataTable } from '@/components/table/data-table';
import { SearchField } from '@/components/table/search-field';
import { useList } from '@/components/table/use-list';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import type { NodeListItem } from '@/lib/catalog/list-items';
import { nodeEntry } from '@/lib/catalog/schema';
import { organisation } from '@/lib/shared/organisation';
import type { CatalogueActions, CatalogueRights } from './catalogue-types';
import { EntryDrawer } from './entry-drawer';
import { ChoiceField, TextField, YesField } from './form-fields';
import { nodeKindLabels } from './show-value';

const filters = { search: parseAsString.withDefault('') };

const columns: Column<NodeListItem>[] = [
  { id: 'name', header: 'Name', sort: 'name', className: 'font-medium', cell: (item) => item.name },
  { id: 'node', header: 'Code', sort: 'node', className: 'font-mono text-xs', cell: (item) => item.node },
  { id: 'kind', header: 'Kind', sort: 'kind', cell: (item) => nodeKindLabels[item.kind] ?? item.kind },
  {
    id: 'sellable',
    header: 'Sold from',
    cell: (item) => (item.sellable ? 'Yes' : <Badge tone="warning">Closed for sale</Badge>),
  },
  {
    id: 'channels',
    header: 'Channels',
    className: 'max-w-80 truncate',
    cell: (item) => item.channels.join(', ') || <span className="text-muted">None</span>,
  },
  { id: 'timeZone', header: 'Time zone', className: 'text-muted', cell: (item) => item.timeZone },
];

const keyOf = (item: NodeListItem) => item.node;
const kinds = Object.entries(nodeKindLabels).map(([value, label]) => ({ value, label }));

export function NodesTab({ actions, rights }: { actions: CatalogueActions; rights: CatalogueRights }) {
  const list = useList<NodeListItem, typeof filters>({
    name: 'catalogue-nodes',
    path: '/api/ui/catalogue/nodes',
    filters,
    sort: { sort: 'name', direction: 'ascending' },
  });
  const [opened, setOpened] = useQueryState('open', parseAsString.withOptions({ history: 'push' }));
  const [creating, setCreating] = useState(false);
  const open = creating ? undefined : list.items.find((item) => item.node === opened);
  const newButton = rights.skusAndNodes && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New node
    </Button>
  );
  return (
    <>
      <DataTable
        list={list}
        label="Stock nodes"
        columns={columns}
        keyOf={keyOf}
        onOpen={(item) => void setOpened(item.node)}
        openKey={open?.node ?? null}
        toolbar={
          <>
            <SearchField
              label="Search nodes"
              placeholder="Name or code"
              value={list.values.search}
              onChange={(search) => list.setValues({ search })}
            />
            {newButton}
          </>
        }
        empty={
          <EmptyState icon={Warehouse} title="No stock node yet" action={newButton || undefined}>
            <p>
              Every place that holds stock stands here: warehouses, fulfilment centres, dark stores, stores.
            </p>
          </EmptyState>
        }
      />
      {(creating || open !== undefined) && (
        <EntryDrawer
          key={open?.node ?? 'new'}
          title={open?.name ?? 'New stock node'}
          {...(open === undefined ? {} : { description: open.node })}
          schema={nodeEntry}
          seen={open?.version ?? null}
          writable={rights.skusAndNodes}
          defaults={{
            node: open?.node ?? '',
            name: open?.name ?? '',
            kind: (open?.kind ?? 'warehouse') as 'warehouse',
            sellable: open?.sellable ?? true,
            timeZone: open?.timeZone ?? organisation.timeZone,
          }}
          save={(entry, seen) => actions.saveEntry({ kind: 'node', seen, entry })}
          saved={open === undefined ? 'Stock node created' : `${open.name} saved`}
          onClose={() => {
            setCreating(false);
            void setOpened(null, { history: 'replace' });
          }}
        >
          {({ control }) => (
            <>
              <TextField control={control} name="node" label="Code" disabled={open !== undefined} />
              <TextField control={control} name="name" label="Name" />
              <ChoiceField control={control} name="kind" label="Kind" choices={kinds} />
              <YesField control={control} name="sellable" label="Its stock may be sold" />
              <TextField control={control} name="timeZone" label="Time zone" hint="Such as Asia/Kolkata" />
            </>
          )}
        </EntryDrawer>
      )}
    </>
  );
}
