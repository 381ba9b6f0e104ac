'use client';

import { Plus, Truck } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { NodeSelect } from '@/components/pickers/place-select';
import type { Column } from '@/components/table/column';
import { DataTable } from '@/components/table/data-table';
import { SearchField } from '@/components/table/search-field';
import { useList } from '@/components/table/use-list';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import type { ReplenishmentItem } from '@/lib/catalog/list-items';
import type { CatalogueActions, CatalogueRights } from './catalogue-types';
import { showValue } from './show-value';

const LeadTimeDrawer = dynamic(() => import('./lead-time-drawer').then((module) => module.LeadTimeDrawer));

const text = parseAsString.withDefault('');
const filters = { search: text, node: text };

const columns: Column<ReplenishmentItem>[] = [
  {
    id: 'sku',
    header: 'Lead time of',
    sort: 'sku',
    className: 'max-w-80 truncate font-medium',
    cell: (item) =>
      item.sku === null ? (
        'Every SKU'
      ) : (
        <>
          <span className="font-mono text-xs">{item.sku}</span>{' '}
          <span className="font-normal text-muted">{item.skuName}</span>
        </>
      ),
  },
  { id: 'node', header: 'At', sort: 'node', cell: (item) => item.nodeName ?? item.node ?? 'Every node' },
  { id: 'days', header: 'Days', sort: 'days', numeric: true, cell: (item) => showValue(item.days) },
  {
    id: 'deviation',
    header: 'Deviation (days)',
    numeric: true,
    cell: (item) => showValue(item.deviationDays),
  },
];

const keyOf = (item: ReplenishmentItem) => JSON.stringify([item.sku, item.node]);

export function ReplenishmentTab({
  actions,
  rights,
}: {
  actions: CatalogueActions;
  rights: CatalogueRights;
}) {
  const list = useList<ReplenishmentItem, typeof filters>({
    name: 'catalogue-replenishment',
    path: '/api/ui/catalogue/replenishment',
    filters,
    sort: { sort: 'sku', direction: 'ascending' },
  });
  const [opened, setOpened] = useQueryState('open', parseAsString.withOptions({ history: 'push' }));
  const [creating, setCreating] = useState(false);
  const open = creating ? undefined : list.items.find((item) => keyOf(item) === opened);
  const newButton = rights.policies && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New lead time
    </Button>
  );
  return (
    <>
      <DataTable
        list={list}
        label="Lead times"
        columns={columns}
        keyOf={keyOf}
        onOpen={(item) => void setOpened(keyOf(item))}
        openKey={open === undefined ? null : keyOf(open)}
        toolbar={
          <>
            <SearchField
              label="Search lead times"
              placeholder="SKU or name"
              value={list.values.search}
              onChange={(search) => list.setValues({ search })}
            />
            <NodeSelect value={list.values.node} onChange={(node) => void list.setValues({ node })} />
            {newButton}
          </>
        }
        empty={
          <EmptyState icon={Truck} title="No lead time known" action={newButton || undefined}>
            <p>How long it takes until more arrives; seven days are assumed until it is given here.</p>
          </EmptyState>
        }
      />
      {(creating || open !== undefined) && (
        <LeadTimeDrawer
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
