'use client';

import { ShoppingBag } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { useChannelName, useNodeName } from '@/components/movements/use-node-name';
import { ChannelSelect, NodeSelect } from '@/components/pickers/place-select';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { ChoiceFilter } from '@/components/table/choice-filter';
import { DataTable } from '@/components/table/data-table';
import { SearchField } from '@/components/table/search-field';
import { useList } from '@/components/table/use-list';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { useEver } from '@/components/use-ever';
import { useNow } from '@/components/use-now';
import { orderColumns } from './order-columns';
import { lineAddress, lineOfAddress, type OrderActions, type OrderLineView } from './order-types';

const OrderDrawer = dynamic(() => import('./order-drawer').then((module) => module.OrderDrawer));

const text = parseAsString.withDefault('');
const filters = { search: text, status: text, channel: text, sku: text, node: text, hoursMin: text };

const statuses = [
  { value: 'backordered', label: 'Backordered' },
  { value: 'marked', label: 'To be cancelled' },
  { value: 'open', label: 'Open' },
  { value: 'waiting', label: 'Shipped, no order yet' },
  { value: 'shipped', label: 'Shipped' },
  { value: 'cancelled', label: 'Cancelled' },
] as const;
const ages = [
  { value: '24', label: 'Older than a day' },
  { value: '72', label: 'Older than 3 days' },
  { value: '168', label: 'Older than a week' },
] as const;

const keyOf = (item: OrderLineView) => lineAddress(item);

/** Order lines, those that wait for units first. `actions` is null where the role may look only. */
export function OrdersScreen({ actions }: { actions: OrderActions | null }) {
  const nodeName = useNodeName();
  const channelName = useChannelName();
  const nowMs = useNow();
  const list = useList<OrderLineView, typeof filters>({
    name: 'orders',
    path: '/api/ui/orders',
    filters,
    sort: { sort: 'waiting', direction: 'ascending' },
  });
  const columns = useMemo(
    () => orderColumns({ nodeName, channelName, nowMs }),
    [nodeName, channelName, nowMs],
  );
  const [opened, setOpened] = useQueryState('line', parseAsString.withOptions({ history: 'push' }));
  const everOpened = useEver(opened !== null);
  const { values, setValues } = list;
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Orders"
        note="Lines that wait for units first, as they will be filled; then the newest."
      />
      <DataTable
        list={list}
        label="Order lines"
        columns={columns}
        keyOf={keyOf}
        onOpen={(item) => void setOpened(lineAddress(item))}
        openKey={opened}
        csv
        noMatchHint="An order is found by its id or the beginning of it."
        toolbar={
          <>
            <SearchField
              label="Order"
              placeholder="Order id"
              className="sm:max-w-48"
              value={values.search}
              onChange={(search) => void setValues({ search: search.trim() || null })}
            />
            <ChoiceFilter
              label="Status"
              none="All statuses"
              value={values.status}
              choices={statuses}
              onChange={(status) => void setValues({ status })}
            />
            <ChannelSelect
              value={values.channel}
              onChange={(channel) => void setValues({ channel: channel || null })}
            />
            <SkuPicker
              className="w-40"
              value={values.sku}
              onChange={(sku) => void setValues({ sku: sku || null })}
            />
            <NodeSelect
              label="Claimed at"
              none="Claimed anywhere"
              value={values.node}
              onChange={(node) => void setValues({ node: node || null })}
            />
            <ChoiceFilter
              label="Age"
              none="Any age"
              value={values.hoursMin}
              choices={ages}
              onChange={(hoursMin) => void setValues({ hoursMin })}
            />
          </>
        }
        empty={
          <EmptyState icon={ShoppingBag} title="No order has come in yet">
            <p>Every order line that a channel reports will stand here, with what it holds and where.</p>
          </EmptyState>
        }
      />
      {everOpened && (
        <OrderDrawer
          line={lineOfAddress(opened)}
          nodeName={nodeName}
          channelName={channelName}
          actions={actions}
          onClose={() => void setOpened(null, { history: 'replace' })}
        />
      )}
    </div>
  );
}
