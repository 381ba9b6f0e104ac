'use client';

import { Scale } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { useNodeName } from '@/components/movements/use-node-name';
import { NodeSelect } from '@/components/pickers/place-select';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { ChoiceFilter } from '@/components/table/choice-filter';
import { DataTable } from '@/components/table/data-table';
import { useList } from '@/components/table/use-list';
import { buttonClasses } from '@/components/ui/button-classes';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { useEver } from '@/components/use-ever';
import { discrepancyColumns } from './discrepancy-columns';
import {
  caseAddress,
  caseOfAddress,
  type DiscrepancyActions,
  type DiscrepancyView,
} from './discrepancy-types';
import { SnapshotUpload } from './snapshot-upload';

const DiscrepancyDrawer = dynamic(() =>
  import('./discrepancy-drawer').then((module) => module.DiscrepancyDrawer),
);

const text = parseAsString.withDefault('');
const filters = { show: text, sku: text, node: text };

const shown = [
  { value: 'open', label: 'All open' },
  { value: 'resolved', label: 'Closed' },
] as const;

interface Props {
  /** Null: the role may look only. */
  actions: DiscrepancyActions | null;
  mayReport: boolean;
}

/** Cases in which two sources say different numbers, with what most likely made the difference. */
export function DiscrepanciesScreen({ actions, mayReport }: Props) {
  const nodeName = useNodeName();
  const list = useList<DiscrepancyView, typeof filters>({
    name: 'discrepancies',
    path: '/api/ui/discrepancies',
    filters,
    sort: { sort: 'recordedAt', direction: 'descending' },
  });
  const columns = useMemo(() => discrepancyColumns(nodeName), [nodeName]);
  const [opened, setOpened] = useQueryState('case', parseAsString.withOptions({ history: 'push' }));
  const everOpened = useEver(opened !== null);
  const { values, setValues } = list;
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Discrepancies"
        note="Where a report or the floor says another number than the books, and what most likely made it."
        actions={
          <Link href="/discrepancies/tolerance" className={buttonClasses({})}>
            Tolerance
          </Link>
        }
      />
      {mayReport && <SnapshotUpload />}
      <DataTable
        list={list}
        label="Discrepancies"
        columns={columns}
        keyOf={caseAddress}
        onOpen={(item) => void setOpened(caseAddress(item))}
        openKey={opened}
        csv
        toolbar={
          <>
            <ChoiceFilter
              label="Show"
              none="Open, beyond tolerance"
              value={values.show}
              choices={shown}
              onChange={(show) => void setValues({ show })}
            />
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
          <EmptyState icon={Scale} title="No open case beyond tolerance">
            <p>
              When a node reports another number than the books hold as of its time, the case stands here with
              its likely cause and the ways out.
            </p>
          </EmptyState>
        }
      />
      {everOpened && (
        <DiscrepancyDrawer
          of={caseOfAddress(opened)}
          nodeName={nodeName}
          actions={actions}
          onClose={() => void setOpened(null, { history: 'replace' })}
        />
      )}
    </div>
  );
}
