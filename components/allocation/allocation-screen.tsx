'use client';

import { Plus, SlidersHorizontal } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { ChannelSelect } from '@/components/pickers/place-select';
import type { Column } from '@/components/table/column';
import { DataTable } from '@/components/table/data-table';
import { SearchField } from '@/components/table/search-field';
import { useList } from '@/components/table/use-list';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { SelectInput } from '@/components/ui/select-input';
import type { PolicyScopeItem } from '@/lib/allocation/policy-items';
import type { PolicyScope } from '@/lib/allocation/policy-version';
import { formatMinute, formatUnits, zoneName } from '@/lib/shared/format';
import type { AllocationActions } from './allocation-types';
import { ruleLabels, ruleNames, ruleWord } from './rule-words';
import { StatusBadge } from './status-badge';

const ScopeDrawer = dynamic(() => import('./scope-drawer').then((module) => module.ScopeDrawer));

const text = parseAsString.withDefault('');
const filters = { search: text, of: text, channel: text, status: text };

const columns: Column<PolicyScopeItem>[] = [
  {
    id: 'scope',
    header: 'Scope',
    sort: 'scope',
    className: 'max-w-80 truncate font-medium',
    cell: ({ sku, skuName, category }) =>
      sku !== '' ? (
        <>
          <span className="font-mono text-xs">{sku}</span>{' '}
          <span className="font-normal text-muted">{skuName}</span>
        </>
      ) : category !== '' ? (
        `All ${category}`
      ) : (
        'Everything'
      ),
  },
  {
    id: 'channel',
    header: 'On',
    cell: ({ channel, channelName }) =>
      channel === '' ? <span className="text-muted">Every channel</span> : (channelName ?? channel),
  },
  { id: 'status', header: 'Status', cell: (item) => <ScopeStatus item={item} /> },
  ...ruleNames.map(
    (name): Column<PolicyScopeItem> => ({
      id: name,
      header: ruleLabels[name],
      numeric: name !== 'mode',
      cell: ({ current }) => ruleWord(current, name),
    }),
  ),
  {
    id: 'from',
    header: `Since (${zoneName})`,
    className: 'tabular-nums',
    cell: ({ current }) => (current.effectiveFrom === null ? '–' : formatMinute(current.effectiveFrom)),
  },
  {
    id: 'to',
    header: `Until (${zoneName})`,
    className: 'tabular-nums',
    cell: ({ current }) =>
      current.effectiveTo === null ? (
        <span className="text-muted">When replaced</span>
      ) : (
        formatMinute(current.effectiveTo)
      ),
  },
  { id: 'by', header: 'By', className: 'max-w-40 truncate', cell: ({ current }) => current.createdBy },
  { id: 'versions', header: 'Versions', numeric: true, cell: ({ versions }) => formatUnits(versions) },
];

const keyOf = ({ sku, category, channel }: PolicyScope) => JSON.stringify([sku, category, channel]);

function scopeOfKey(key: string | null): PolicyScope | null {
  if (key === null) return null;
  try {
    const parts: unknown = JSON.parse(key);
    if (!Array.isArray(parts) || parts.length !== 3 || parts.some((part) => typeof part !== 'string'))
      return null;
    const [sku = '', category = '', channel = ''] = parts as string[];
    return { sku, category, channel };
  } catch {
    return null;
  }
}

/** Who gets how much of what is there: the rules by scope, each with its versions. */
export function AllocationScreen({ actions, writable }: { actions: AllocationActions; writable: boolean }) {
  const list = useList<PolicyScopeItem, typeof filters>({
    name: 'policies',
    path: '/api/ui/policy-scopes',
    filters,
    sort: { sort: 'scope', direction: 'ascending' },
  });
  const [opened, setOpened] = useQueryState('open', parseAsString.withOptions({ history: 'push' }));
  const [creating, setCreating] = useState(false);
  const scope = creating ? null : scopeOfKey(opened);
  const channelName = list.items.find((item) => keyOf(item) === opened)?.channelName ?? null;
  const newButton = writable && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New policy
    </Button>
  );
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Allocation"
        note="Which channel may sell how much of what is there."
        actions={newButton || undefined}
      />
      <p className="text-sm text-muted">
        Each rule is taken from the most specific scope that sets it: SKU on a channel, the listing itself,
        SKU, category on a channel, category, channel, everything. Where nobody sets one: the channel’s
        priority, mode strict, no floor, cap or buffer.
      </p>
      <DataTable
        list={list}
        label="Allocation policies"
        columns={columns}
        keyOf={keyOf}
        onOpen={(item) => void setOpened(keyOf(item))}
        openKey={scope === null ? null : opened}
        toolbar={
          <>
            <SearchField
              label="Search policies"
              placeholder="SKU, name or category"
              value={list.values.search}
              onChange={(search) => list.setValues({ search })}
            />
            <SelectInput
              aria-label="Scope"
              value={list.values.of}
              onChange={(event) => void list.setValues({ of: event.target.value })}
            >
              <option value="">All scopes</option>
              <option value="all">Everything</option>
              <option value="category">Categories</option>
              <option value="sku">SKUs</option>
            </SelectInput>
            <ChannelSelect
              value={list.values.channel}
              onChange={(channel) => void list.setValues({ channel })}
            />
            <SelectInput
              aria-label="Status"
              value={list.values.status}
              onChange={(event) => void list.setValues({ status: event.target.value })}
            >
              <option value="">Any status</option>
              <option value="in_force">In force</option>
              <option value="scheduled">With one to come</option>
              <option value="draft">With a draft</option>
              <option value="ended">Ended</option>
            </SelectInput>
          </>
        }
        empty={
          <EmptyState icon={SlidersHorizontal} title="No policy yet" action={newButton || undefined}>
            <p>
              Every SKU is divided by expected demand and by the priority of its channels, never promising a
              unit twice. A policy changes that for everything, a category, or a SKU.
            </p>
          </EmptyState>
        }
      />
      {(creating || scope !== null) && (
        <ScopeDrawer
          key={creating ? 'new' : opened}
          scope={scope}
          channelName={channelName}
          actions={actions}
          writable={writable}
          onClose={() => {
            setCreating(false);
            void setOpened(null, { history: 'replace' });
          }}
        />
      )}
    </div>
  );
}

function ScopeStatus({ item: { current, hasDraft, nextFrom } }: { item: PolicyScopeItem }) {
  const also = [
    hasDraft && current.status !== 'draft' ? 'draft' : null,
    nextFrom !== null && current.status !== 'scheduled' ? `next ${formatMinute(nextFrom)}` : null,
  ].filter((part) => part !== null);
  return (
    <>
      <StatusBadge status={current.status} version={current.version} />
      {also.length > 0 && <span className="text-xs text-muted"> · {also.join(', ')}</span>}
    </>
  );
}
