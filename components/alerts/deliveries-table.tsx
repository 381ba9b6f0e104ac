'use client';

import { Send } from 'lucide-react';
import { parseAsString } from 'nuqs';
import { ChoiceFilter, choicesOf } from '@/components/table/choice-filter';
import type { Column } from '@/components/table/column';
import { DataTable } from '@/components/table/data-table';
import { useList } from '@/components/table/use-list';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import type { Tone } from '@/components/ui/tone';
import type { DeliveryItem } from '@/lib/alerts/delivery';
import { deliveryStates } from '@/lib/alerts/delivery-states';
import { ruleWords } from '@/lib/alerts/words';
import { formatStamp, formatUnits, zoneName } from '@/lib/shared/format';

const filters = { state: parseAsString.withDefault('') };
const stateWords = { delivered: 'Delivered', waiting: 'Waiting', failed: 'Given up' } as const;
const stateChoices = choicesOf(deliveryStates, (state) => stateWords[state]);
const tones: Record<DeliveryItem['state'], Tone> = {
  delivered: 'good',
  waiting: 'information',
  failed: 'critical',
};
const kindWords = { opened: 'Opened', escalated: 'Still open', test: 'Test' } as const;
const keyOf = (item: DeliveryItem) => item.id;

const columns: readonly Column<DeliveryItem>[] = [
  { id: 'name', header: 'Destination', cell: (item) => item.name },
  {
    id: 'what',
    header: 'What',
    cell: (item) =>
      item.rule === '' ? kindWords[item.kind] : `${kindWords[item.kind]}: ${ruleWords[item.rule]}`,
  },
  { id: 'alerts', header: 'Alerts', numeric: true, cell: (item) => formatUnits(item.alerts) },
  {
    id: 'state',
    header: 'State',
    cell: (item) => <Badge tone={tones[item.state]}>{stateWords[item.state]}</Badge>,
  },
  { id: 'created', header: 'Gathered', cell: (item) => formatStamp(item.createdAt) },
  {
    id: 'next',
    header: 'Delivered or due',
    cell: (item) => {
      const at = item.deliveredAt ?? item.dueAt;
      return at === null ? '–' : formatStamp(at);
    },
  },
  { id: 'attempts', header: 'Tries', numeric: true, cell: (item) => formatUnits(item.attempts) },
  { id: 'error', header: 'Last error', cell: (item) => item.lastError ?? '–' },
];

/** Every message to every destination: what came of it. */
export function DeliveriesTable() {
  const list = useList<DeliveryItem, typeof filters>({
    name: 'alert-deliveries',
    path: '/api/ui/alert-deliveries',
    filters,
    sort: { sort: 'created', direction: 'descending' },
  });
  return (
    <section aria-label="Log" className="grid min-w-0 gap-2">
      <h2 className="text-base font-semibold">Log, times in {zoneName}</h2>
      <DataTable
        list={list}
        label="Delivery log"
        columns={columns}
        keyOf={keyOf}
        csv
        className="max-h-[420px]"
        toolbar={
          <ChoiceFilter
            label="State"
            none="Any state"
            value={list.values.state}
            choices={stateChoices}
            onChange={(state) => void list.setValues({ state })}
          />
        }
        empty={
          <EmptyState icon={Send} title="Nothing has been told yet">
            <p>Each message to a destination shows here with what came of it.</p>
          </EmptyState>
        }
      />
    </section>
  );
}
