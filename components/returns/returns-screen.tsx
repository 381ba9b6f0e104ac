'use client';

import { Undo2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsString } from 'nuqs';
import { useMemo, useState } from 'react';
import { useNodeName } from '@/components/movements/use-node-name';
import { ageWords } from '@/components/orders/age';
import { NodeSelect } from '@/components/pickers/place-select';
import { SkuPicker } from '@/components/pickers/sku-picker';
import type { Column } from '@/components/table/column';
import { DataTable } from '@/components/table/data-table';
import { useList } from '@/components/table/use-list';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { useNow } from '@/components/use-now';
import type { InspectReturn } from '@/lib/returns/inspect-return';
import { formatStamp, formatUnits } from '@/lib/shared/format';

const InspectDialog = dynamic(() => import('./inspect-dialog').then((module) => module.InspectDialog));

export interface ReturnView {
  sku: string;
  name: string;
  node: string;
  units: number;
  since: string;
}

export type Inspect = (
  input: InspectReturn,
) => Promise<{ ok: true } | { ok: false; code: string; detail: string }>;

const text = parseAsString.withDefault('');
const filters = { sku: text, node: text };
const keyOf = ({ sku, node }: ReturnView) => `${node} ${sku}`;

/** Returned units that wait to be looked at, the longest first. `inspect` is null where the role may look only. */
export function ReturnsScreen({ inspect }: { inspect: Inspect | null }) {
  const nodeName = useNodeName();
  const nowMs = useNow();
  const [chosen, setChosen] = useState<ReturnView | null>(null);
  const list = useList<ReturnView, typeof filters>({
    name: 'returns',
    path: '/api/ui/returns',
    filters,
    sort: { sort: 'since', direction: 'ascending' },
  });
  const columns = useMemo(() => returnColumns(nodeName, nowMs), [nodeName, nowMs]);
  const { values, setValues } = list;
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead title="Returns" note="Units in quality control, those that wait longest first." />
      <DataTable
        list={list}
        label="Returns"
        columns={columns}
        keyOf={keyOf}
        {...(inspect === null ? {} : { onOpen: setChosen })}
        csv
        toolbar={
          <>
            <SkuPicker
              className="w-40"
              value={values.sku}
              onChange={(sku) => void setValues({ sku: sku || null })}
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
          <EmptyState icon={Undo2} title="Nothing waits to be inspected">
            <p>Units that come back stand here until somebody says what becomes of them.</p>
          </EmptyState>
        }
      />
      {inspect !== null && (
        <InspectDialog of={chosen} nodeName={nodeName} inspect={inspect} onClose={() => setChosen(null)} />
      )}
    </div>
  );
}

function returnColumns(nodeName: (node: string) => string, nowMs: number): Column<ReturnView>[] {
  return [
    { id: 'sku', header: 'SKU', className: 'font-mono text-xs font-medium', cell: ({ sku }) => sku },
    { id: 'name', header: 'Name', cell: ({ name }) => name },
    { id: 'node', header: 'Node', cell: ({ node }) => nodeName(node) },
    {
      id: 'units',
      header: 'Waiting',
      numeric: true,
      className: 'font-semibold',
      cell: ({ units }) => formatUnits(units),
    },
    { id: 'age', header: 'For', numeric: true, cell: ({ since }) => ageWords(since, nowMs) },
    { id: 'since', header: 'Since', numeric: true, cell: ({ since }) => formatStamp(since) },
  ];
}
