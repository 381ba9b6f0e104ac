'use client';

import { Plus, ShieldCheck } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { NodeSelect } from '@/components/pickers/place-select';
import type { Column } from '@/components/table/column';
import { DataTable } from '@/components/table/data-table';
import { SearchField } from '@/components/table/search-field';
import { useList } from '@/components/table/use-list';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { SelectInput } from '@/components/ui/select-input';
import type { SafetyStockItem } from '@/lib/catalog/list-items';
import { formatMinute, zoneName } from '@/lib/shared/format';
import type { CatalogueActions, CatalogueRights } from './catalogue-types';
import { showAmount } from './show-value';

const PolicyDrawer = dynamic(() => import('./policy-drawer').then((module) => module.PolicyDrawer));

const text = parseAsString.withDefault('');
const filters = { search: text, node: text, scope: text, status: text };

const scopeLabels = {
  sku_node: 'SKU at a node',
  sku: 'SKU at every node',
  category_node: 'Category at a node',
  category: 'Category at every node',
  node: 'Everything at a node',
  all: 'Everything everywhere',
};

const columns: Column<SafetyStockItem>[] = [
  {
    id: 'scope',
    header: 'Kept back of',
    sort: 'scope',
    className: 'max-w-80 truncate font-medium',
    cell: (item) =>
      item.sku !== null ? (
        <>
          <span className="font-mono text-xs">{item.sku}</span>{' '}
          <span className="font-normal text-muted">{item.skuName}</span>
        </>
      ) : item.category !== null ? (
        `All ${item.category}`
      ) : (
        'Every SKU'
      ),
  },
  { id: 'node', header: 'At', cell: (item) => item.nodeName ?? item.node ?? 'Every node' },
  { id: 'amount', header: 'Safety stock', numeric: true, cell: (item) => showAmount(item) },
  {
    id: 'status',
    header: 'Status',
    cell: (item) =>
      item.status === 'in_force' ? (
        <Badge tone="good">In force</Badge>
      ) : item.status === 'scheduled' ? (
        <Badge tone="information">To come</Badge>
      ) : (
        <span className="text-muted">Ended</span>
      ),
  },
  {
    id: 'from',
    header: `Begins (${zoneName})`,
    sort: 'begins',
    className: 'tabular-nums',
    cell: (item) => formatMinute(item.from),
  },
  {
    id: 'to',
    header: `Ends (${zoneName})`,
    className: 'tabular-nums',
    cell: (item) =>
      item.to === null ? <span className="text-muted">When replaced</span> : formatMinute(item.to),
  },
];

const keyOf = (item: SafetyStockItem) => String(item.policy);

export function SafetyStockTab({ actions, rights }: { actions: CatalogueActions; rights: CatalogueRights }) {
  const list = useList<SafetyStockItem, typeof filters>({
    name: 'catalogue-safety-stock',
    path: '/api/ui/catalogue/safety-stock',
    filters,
    sort: { sort: 'scope', direction: 'ascending' },
  });
  const [opened, setOpened] = useQueryState('open', parseAsString.withOptions({ history: 'push' }));
  const [creating, setCreating] = useState(false);
  const open = creating ? undefined : list.items.find((item) => keyOf(item) === opened);
  const newButton = rights.policies && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New policy
    </Button>
  );
  return (
    <div className="grid min-w-0 gap-3">
      <p className="text-sm text-muted">
        The most specific policy decides: SKU at a node, SKU, category at a node, category, node, everything.
      </p>
      <DataTable
        list={list}
        label="Safety stock policies"
        columns={columns}
        keyOf={keyOf}
        onOpen={(item) => void setOpened(keyOf(item))}
        openKey={open === undefined ? null : keyOf(open)}
        toolbar={
          <>
            <SearchField
              label="Search policies"
              placeholder="SKU, name or category"
              value={list.values.search}
              onChange={(search) => list.setValues({ search })}
            />
            <NodeSelect value={list.values.node} onChange={(node) => void list.setValues({ node })} />
            <SelectInput
              aria-label="Scope"
              className="max-w-48"
              value={list.values.scope}
              onChange={(event) => void list.setValues({ scope: event.target.value })}
            >
              <option value="">All scopes</option>
              {Object.entries(scopeLabels).map(([scope, label]) => (
                <option key={scope} value={scope}>
                  {label}
                </option>
              ))}
            </SelectInput>
            <SelectInput
              aria-label="Status"
              value={list.values.status}
              onChange={(event) => void list.setValues({ status: event.target.value })}
            >
              <option value="">In force and to come</option>
              <option value="in_force">In force</option>
              <option value="scheduled">To come</option>
              <option value="ended">Ended</option>
            </SelectInput>
            {newButton}
          </>
        }
        empty={
          <EmptyState icon={ShieldCheck} title="Nothing is kept back" action={newButton || undefined}>
            <p>A policy keeps units back per SKU and node: fixed, by days of cover, or by a service level.</p>
          </EmptyState>
        }
        csv
      />
      {(creating || open !== undefined) && (
        <PolicyDrawer
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
    </div>
  );
}
