'use client';

import { ClipboardPenLine } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import type { ReverseEvent } from '@/components/ledger/ledger-types';
import { NodeSelect } from '@/components/pickers/place-select';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { DataTable } from '@/components/table/data-table';
import { useList } from '@/components/table/use-list';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { Tabs } from '@/components/ui/tabs';
import { useEver } from '@/components/use-ever';
import { zoneName } from '@/lib/shared/format';
import { AdjustForm } from './adjust-form';
import { movementColumns } from './movement-columns';
import type { MovementActions, MovementItem } from './movement-types';
import { useNodeName } from './use-node-name';

// Drawn here only: what cannot answer yet is not shown yet, or what is typed into it would be lost.
const EventDrawer = dynamic(() =>
  import('@/components/ledger/event-drawer').then((module) => module.EventDrawer),
);
const TransferForm = dynamic(() => import('./transfer-form').then((module) => module.TransferForm), {
  ssr: false,
});
const ReceiveForm = dynamic(() => import('./receive-form').then((module) => module.ReceiveForm), {
  ssr: false,
});

interface Props {
  /** Null: the role may look only. */
  actions: MovementActions | null;
  reverse: ReverseEvent | null;
  nodes: readonly string[] | null;
  mayCloseShort: boolean;
}

const forms = ['adjust', 'receive', 'transfer'] as const;
const tabs = [
  { value: 'adjust', label: 'Adjust' },
  { value: 'receive', label: 'Receive' },
  { value: 'transfer', label: 'Transfer' },
] as const;
const filters = {
  listSku: parseAsString.withDefault(''),
  listNode: parseAsString.withDefault(''),
};

/** What people enter by hand, and what was entered lately. */
export function MovementsScreen({ actions, reverse, nodes, mayCloseShort }: Props) {
  const [form, setForm] = useQueryState('form', parseAsStringLiteral(forms).withDefault('adjust'));
  const [sku] = useQueryState('sku', parseAsString.withDefault(''));
  const [node] = useQueryState('node', parseAsString.withDefault(''));
  const start = { sku, node };
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Movements"
        note={
          nodes === null
            ? `Entered by hand. Times in ${zoneName}.`
            : `Entered by hand at the nodes you work at. Times in ${zoneName}.`
        }
      />
      {actions !== null && (
        <section className="max-w-3xl rounded-md border border-line bg-card p-4">
          <Tabs label="What to enter" value={form} onChange={(next) => void setForm(next)} tabs={tabs}>
            {form === 'adjust' && <AdjustForm adjust={actions.adjust} nodes={nodes} start={start} />}
            {form === 'receive' && <ReceiveForm receive={actions.receive} nodes={nodes} start={start} />}
            {form === 'transfer' && (
              <TransferForm
                transfer={actions.transfer}
                nodes={nodes}
                mayCloseShort={mayCloseShort}
                start={start}
              />
            )}
          </Tabs>
        </section>
      )}
      <h2 className="text-base font-semibold">Entered lately</h2>
      <MovementsTable reverse={reverse} />
    </div>
  );
}

function MovementsTable({ reverse }: { reverse: ReverseEvent | null }) {
  const nodeName = useNodeName();
  const list = useList<MovementItem, typeof filters>({
    name: 'movements',
    path: '/api/ui/movements',
    filters,
    sort: { sort: 'recordedAt', direction: 'descending' },
  });
  const columns = useMemo(() => movementColumns(nodeName), [nodeName]);
  const [opened, setOpened] = useQueryState('event', parseAsString.withOptions({ history: 'push' }));
  const everOpened = useEver(opened !== null);
  const parts = /^(\d{1,15})\.(.+)$/.exec(opened ?? '');
  const shown = parts === null ? null : { sequence: Number(parts[1]), sku: parts[2] ?? '' };
  return (
    <>
      <DataTable
        list={list}
        label="Movements entered by hand"
        columns={columns}
        keyOf={keyOf}
        onOpen={(item) => void setOpened(`${item.sequence}.${item.sku}`)}
        openKey={shown === null ? null : String(shown.sequence)}
        csv
        toolbar={
          <>
            <SkuPicker
              className="w-44"
              value={list.values.listSku}
              onChange={(listSku) => void list.setValues({ listSku: listSku || null })}
            />
            <NodeSelect
              value={list.values.listNode}
              onChange={(listNode) => void list.setValues({ listNode: listNode || null })}
            />
          </>
        }
        empty={
          <EmptyState icon={ClipboardPenLine} title="Nothing was entered by hand yet">
            <p>
              Every adjustment, receipt and transfer that is typed on a screen will stand here, with who did
              it.
            </p>
          </EmptyState>
        }
      />
      {everOpened && (
        <EventDrawer
          event={shown}
          nodeName={nodeName}
          reverse={reverse}
          onClose={() => void setOpened(null, { history: 'replace' })}
        />
      )}
    </>
  );
}

const keyOf = (item: MovementItem) => String(item.sequence);
