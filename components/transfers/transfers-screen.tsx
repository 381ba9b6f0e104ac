'use client';

import { ArrowLeftRight, Plus } from 'lucide-react';
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
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { formatStamp, formatUnits } from '@/lib/shared/format';
import type { TransferItem } from '@/lib/transfers/transfer-document';
import { transferStatuses } from '@/lib/transfers/transfer-status';
import { TransferBadge } from './transfer-badge';
import { statusWords } from './transfer-types';

const statusChoices = choicesOf(transferStatuses, (status) => statusWords[status]);

const text = parseAsString.withDefault('');
const filters = { status: text, node: text };
const keyOf = ({ transfer }: TransferItem) => transfer;

/** Transfers between nodes, the newest first. */
export function TransfersScreen({ mayPlan }: { mayPlan: boolean }) {
  const router = useRouter();
  const nodeName = useNodeName();
  const list = useList<TransferItem, typeof filters>({
    name: 'transfers',
    path: '/api/ui/transfers',
    filters,
    sort: { sort: 'createdAt', direction: 'descending' },
  });
  const columns = useMemo(() => transferColumns(nodeName), [nodeName]);
  const open = (transfer: string) => router.push(`/transfers/${encodeURIComponent(transfer)}`);
  const begin = () => open(`T-${newKey().slice(0, 8).toUpperCase()}`);
  const { values, setValues } = list;
  const plan = mayPlan && (
    <Button look="primary" onClick={begin}>
      <Plus aria-hidden />
      Plan a transfer
    </Button>
  );
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Transfers"
        note="What is carried from one node to another, from plan to shelf."
        actions={plan}
      />
      <DataTable
        list={list}
        label="Transfers"
        columns={columns}
        keyOf={keyOf}
        onOpen={({ transfer }) => open(transfer)}
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
              label="From or to"
              none="All nodes"
              value={values.node}
              onChange={(node) => void setValues({ node: node || null })}
            />
          </>
        }
        empty={
          <EmptyState icon={ArrowLeftRight} title="No transfer yet">
            <p>What is planned, on its way or received between nodes will stand here.</p>
          </EmptyState>
        }
      />
    </div>
  );
}

function transferColumns(nodeName: (node: string) => string): Column<TransferItem>[] {
  return [
    { id: 'transfer', header: 'Transfer', className: 'font-medium', cell: ({ transfer }) => transfer },
    { id: 'status', header: 'Status', cell: (transfer) => <TransferBadge transfer={transfer} /> },
    { id: 'from', header: 'From', cell: ({ from }) => nodeName(from) },
    { id: 'to', header: 'To', cell: ({ to }) => nodeName(to) },
    { id: 'skus', header: 'SKUs', numeric: true, cell: ({ skus }) => formatUnits(skus) },
    { id: 'units', header: 'Units', numeric: true, cell: ({ units }) => formatUnits(units) },
    { id: 'inTransit', header: 'On the way', numeric: true, cell: ({ inTransit }) => formatUnits(inTransit) },
    { id: 'received', header: 'Received', numeric: true, cell: ({ received }) => formatUnits(received) },
    {
      id: 'wrong',
      header: 'Damaged, missing',
      numeric: true,
      cell: ({ damaged, missing }) =>
        damaged + missing === 0 ? '' : `${formatUnits(damaged)}, ${formatUnits(missing)}`,
    },
    {
      id: 'expected',
      header: 'Expected',
      numeric: true,
      cell: ({ expectedAt }) => (expectedAt === undefined ? '' : formatStamp(expectedAt)),
    },
  ];
}
