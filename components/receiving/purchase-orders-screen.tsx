'use client';

import { Plus, Truck } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { parseAsString } from 'nuqs';
import { useMemo } from 'react';
import { useNodeName } from '@/components/movements/use-node-name';
import { newKey } from '@/components/new-key';
import { NodeSelect } from '@/components/pickers/place-select';
import { ChoiceFilter, choicesOf } from '@/components/table/choice-filter';
import type { Column } from '@/components/table/column';
import { DataTable } from '@/components/table/data-table';
import { useList } from '@/components/table/use-list';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import type { PurchaseOrderItem } from '@/lib/receiving/purchase-order';
import { purchaseOrderStatuses } from '@/lib/receiving/purchase-order-status';
import { formatStamp, formatUnits } from '@/lib/shared/format';
import { statusTones, statusWords } from './receiving-words';

const statusChoices = choicesOf(purchaseOrderStatuses, (status) => statusWords[status]);

const text = parseAsString.withDefault('');
const filters = { status: text, node: text };
const keyOf = ({ purchaseOrder }: PurchaseOrderItem) => purchaseOrder;

/** What suppliers owe, the newest order first. */
export function PurchaseOrdersScreen({ mayOrder }: { mayOrder: boolean }) {
  const router = useRouter();
  const nodeName = useNodeName();
  const list = useList<PurchaseOrderItem, typeof filters>({
    name: 'purchase-orders',
    path: '/api/ui/purchase-orders',
    filters,
    sort: { sort: 'createdAt', direction: 'descending' },
  });
  const columns = useMemo(() => purchaseOrderColumns(nodeName), [nodeName]);
  const open = (purchaseOrder: string) =>
    router.push(`/purchase-orders/${encodeURIComponent(purchaseOrder)}`);
  const { values, setValues } = list;
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Purchase orders"
        note="What suppliers owe, and when it is expected."
        actions={
          mayOrder && (
            <Button look="primary" onClick={() => open(`PO-${newKey().slice(0, 8).toUpperCase()}`)}>
              <Plus aria-hidden />
              Place an order
            </Button>
          )
        }
      />
      <DataTable
        list={list}
        label="Purchase orders"
        columns={columns}
        keyOf={keyOf}
        onOpen={({ purchaseOrder }) => open(purchaseOrder)}
        csv
        toolbar={
          <>
            <ChoiceFilter
              label="Status"
              none="All statuses"
              value={values.status}
              choices={statusChoices}
              onChange={(status) => void setValues({ status })}
            />
            <NodeSelect
              label="Node"
              none="All nodes"
              value={values.node}
              onChange={(node) => void setValues({ node: node || null })}
            />
          </>
        }
        empty={
          <EmptyState icon={Truck} title="No purchase order yet">
            <p>What is ordered of suppliers will stand here, with what has come of it.</p>
          </EmptyState>
        }
      />
    </div>
  );
}

function purchaseOrderColumns(nodeName: (node: string) => string): Column<PurchaseOrderItem>[] {
  return [
    {
      id: 'purchaseOrder',
      header: 'Order',
      className: 'font-medium',
      cell: ({ purchaseOrder }) => purchaseOrder,
    },
    {
      id: 'status',
      header: 'Status',
      cell: ({ status, late }) => (
        <Badge tone={late ? 'warning' : statusTones[status]}>
          {statusWords[status]}
          {late && ', late'}
        </Badge>
      ),
    },
    { id: 'supplier', header: 'Supplier', cell: ({ supplier }) => supplier },
    { id: 'node', header: 'To', cell: ({ node }) => nodeName(node) },
    { id: 'skus', header: 'SKUs', numeric: true, cell: ({ skus }) => formatUnits(skus) },
    { id: 'units', header: 'Ordered', numeric: true, cell: ({ units }) => formatUnits(units) },
    { id: 'received', header: 'Received', numeric: true, cell: ({ received }) => formatUnits(received) },
    {
      id: 'damaged',
      header: 'Damaged',
      numeric: true,
      cell: ({ damaged }) => (damaged === 0 ? '' : formatUnits(damaged)),
    },
    { id: 'onOrder', header: 'On order', numeric: true, cell: ({ onOrder }) => formatUnits(onOrder) },
    {
      id: 'expected',
      header: 'Expected',
      numeric: true,
      cell: ({ expectedAt }) => (expectedAt === undefined ? '' : formatStamp(expectedAt)),
    },
  ];
}
