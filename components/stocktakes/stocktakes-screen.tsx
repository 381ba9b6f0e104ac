'use client';

import { ClipboardList, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { parseAsString } from 'nuqs';
import { useMemo, useState } from 'react';
import { useNodeName } from '@/components/movements/use-node-name';
import { NodeSelect } from '@/components/pickers/place-select';
import { ChoiceFilter, choicesOf } from '@/components/table/choice-filter';
import type { Column } from '@/components/table/column';
import { DataTable } from '@/components/table/data-table';
import { useList } from '@/components/table/use-list';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import type { Tone } from '@/components/ui/tone';
import { useEver } from '@/components/use-ever';
import { formatPercent, formatStamp, formatUnits } from '@/lib/shared/format';
import type { PlanStocktake, StocktakeItem, StocktakeMoved } from '@/lib/stocktake/stocktake-document';
import { type StocktakeStatus, stocktakeStatuses } from '@/lib/stocktake/stocktake-states';
import { accuracyOf, scopeWords, statusWords } from './stocktake-words';

const whose = [{ value: '1', label: 'Mine to count' }];
const statusChoices = choicesOf(stocktakeStatuses, (status) => statusWords[status]);

const PlanDialog = dynamic(() => import('./plan-dialog').then((module) => module.PlanDialog));

const text = parseAsString.withDefault('');
const filters = { status: text, node: text, mine: text };
const keyOf = ({ stocktake }: StocktakeItem) => stocktake;
const tones: Record<StocktakeStatus, Tone> = {
  counting: 'information',
  handing_in: 'information',
  counted: 'warning',
  posting: 'information',
  posted: 'good',
  cancelled: 'neutral',
};

/** Stocktakes, the newest first, with how right the books were. */
export function StocktakesScreen({
  plan,
}: {
  plan: ((input: PlanStocktake) => Promise<StocktakeMoved>) | null;
}) {
  const router = useRouter();
  const nodeName = useNodeName();
  const [planning, setPlanning] = useState(false);
  const everPlanned = useEver(planning);
  const list = useList<StocktakeItem, typeof filters>({
    name: 'stocktakes',
    path: '/api/ui/stocktakes',
    filters,
    sort: { sort: 'createdAt', direction: 'descending' },
  });
  const columns = useMemo(() => stocktakeColumns(nodeName), [nodeName]);
  const open = (stocktake: string) => router.push(`/stocktakes/${encodeURIComponent(stocktake)}`);
  const { values, setValues } = list;
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Stocktakes"
        note="What is counted, by whom, and how right the books were."
        actions={
          plan !== null && (
            <Button look="primary" onClick={() => setPlanning(true)}>
              <Plus aria-hidden />
              Open a stocktake
            </Button>
          )
        }
      />
      <DataTable
        list={list}
        label="Stocktakes"
        columns={columns}
        keyOf={keyOf}
        onOpen={({ stocktake }) => open(stocktake)}
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
            <ChoiceFilter
              label="Whose"
              none="Everybody's"
              value={values.mine}
              choices={whose}
              onChange={(mine) => void setValues({ mine })}
            />
          </>
        }
        empty={
          <EmptyState icon={ClipboardList} title="No stocktake yet">
            <p>Counts of a node, a class, a category or a sample will stand here, with what they found.</p>
          </EmptyState>
        }
      />
      {plan !== null && everPlanned && (
        <PlanDialog open={planning} onOpenChange={setPlanning} plan={plan} onPlanned={open} />
      )}
    </div>
  );
}

function stocktakeColumns(nodeName: (node: string) => string): Column<StocktakeItem>[] {
  return [
    { id: 'stocktake', header: 'Stocktake', className: 'font-medium', cell: ({ stocktake }) => stocktake },
    {
      id: 'status',
      header: 'Status',
      cell: ({ status }) => <Badge tone={tones[status]}>{statusWords[status]}</Badge>,
    },
    { id: 'node', header: 'Node', cell: ({ node }) => nodeName(node) },
    { id: 'scope', header: 'What', cell: scopeWords },
    { id: 'lines', header: 'Lines', numeric: true, cell: ({ lines }) => formatUnits(lines) },
    { id: 'counted', header: 'Counted', numeric: true, cell: ({ counted }) => formatUnits(counted) },
    {
      id: 'accuracy',
      header: 'Books right',
      numeric: true,
      cell: (item) => {
        const accuracy = accuracyOf(item);
        return accuracy === null ? '' : formatPercent(accuracy);
      },
    },
    {
      id: 'found',
      header: 'Found, missing',
      numeric: true,
      cell: ({ status, found, missing }) =>
        status === 'posted' ? `+${formatUnits(found)}, −${formatUnits(missing)}` : '',
    },
    { id: 'opened', header: 'Opened', numeric: true, cell: ({ createdAt }) => formatStamp(createdAt) },
  ];
}
