'use client';

import { CalendarRange, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { ChannelSelect } from '@/components/pickers/place-select';
import type { Column } from '@/components/table/column';
import { DataTable } from '@/components/table/data-table';
import { SearchField } from '@/components/table/search-field';
import { useList } from '@/components/table/use-list';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { SelectInput } from '@/components/ui/select-input';
import { Skeleton } from '@/components/ui/skeleton';
import { useNow } from '@/components/use-now';
import type { PlannedPromotion, PromotionStatus } from '@/lib/demand/promotion-items';
import { formatMinute, formatUnits, zoneName } from '@/lib/shared/format';
import { isMonth, monthOf } from './months';
import type { PromotionActions } from './promotion-types';

const MonthLanes = dynamic(() => import('./month-lanes').then((module) => module.MonthLanes), {
  loading: () => <Skeleton className="h-32 w-full" />,
});
const PromotionDrawer = dynamic(() => import('./promotion-drawer').then((module) => module.PromotionDrawer));

const text = parseAsString.withDefault('');
const filters = { search: text, channel: text, status: text };
const now_refresh_ms = 60_000;

const statusWords: Readonly<Record<PromotionStatus, React.ReactNode>> = {
  scheduled: <Badge tone="information">To come</Badge>,
  running: <Badge tone="good">Runs now</Badge>,
  ended: <span className="text-muted">Ended</span>,
  cancelled: <span className="text-muted">Cancelled</span>,
};

const columns: Column<PlannedPromotion>[] = [
  { id: 'name', header: 'Promotion', className: 'max-w-72 truncate font-medium', cell: ({ name }) => name },
  { id: 'channel', header: 'Channel', cell: ({ channelName }) => channelName },
  { id: 'status', header: 'Status', cell: ({ status }) => statusWords[status] },
  {
    id: 'starts',
    header: `Starts (${zoneName})`,
    sort: 'starts',
    className: 'tabular-nums',
    cell: ({ startsAt }) => formatMinute(startsAt),
  },
  {
    id: 'ends',
    header: `Ends (${zoneName})`,
    className: 'tabular-nums',
    cell: ({ endsAt }) => formatMinute(endsAt),
  },
  {
    id: 'uplift',
    header: 'Uplift',
    numeric: true,
    cell: ({ uplift }) => (uplift === null ? <span className="text-muted">Not known</span> : `×${uplift}`),
  },
  { id: 'holdBack', header: 'Hold-back', numeric: true, cell: ({ holdBack }) => formatUnits(holdBack) },
  { id: 'skus', header: 'SKUs', numeric: true, cell: ({ skus }) => formatUnits(skus.length) },
  {
    id: 'overlaps',
    header: 'Overlaps',
    className: 'max-w-56 truncate',
    cell: ({ overlaps }) =>
      overlaps.length === 0 ? '' : <Badge tone="warning">{overlaps.join(', ')}</Badge>,
  },
  { id: 'by', header: 'By', className: 'max-w-40 truncate text-muted', cell: ({ createdBy }) => createdBy },
];

const keyOf = ({ promotion }: PlannedPromotion) => promotion;

/** Every planned stretch of more demand. `actions` is null where the role may look only. */
export function PromotionsScreen({ actions }: { actions: PromotionActions | null }) {
  const list = useList<PlannedPromotion, typeof filters>({
    name: 'promotions',
    path: '/api/ui/promotions',
    filters,
    sort: { sort: 'starts', direction: 'descending' },
  });
  const now = new Date(useNow(now_refresh_ms)).toISOString();
  const [asked, setMonth] = useQueryState('month', parseAsString);
  const month = asked !== null && isMonth(asked) ? asked : monthOf(now);
  const [opened, setOpened] = useQueryState('open', parseAsString.withOptions({ history: 'push' }));
  // One that was opened in the month may stand on another page of the list.
  const [inMonth, setInMonth] = useState<PlannedPromotion>();
  const [creating, setCreating] = useState(false);
  const open = creating
    ? undefined
    : (list.items.find((item) => keyOf(item) === opened) ??
      (inMonth !== undefined && keyOf(inMonth) === opened ? inMonth : undefined));
  const newButton = actions !== null && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New promotion
    </Button>
  );
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Promotions"
        note={`When a channel will be asked for more, and what is kept for it. Times in ${zoneName}.`}
        actions={newButton || undefined}
      />
      <MonthLanes
        month={month}
        now={now}
        onMonth={(next) => void setMonth(next)}
        onOpen={(item) => {
          setInMonth(item);
          void setOpened(keyOf(item));
        }}
      />
      <DataTable
        list={list}
        label="Promotions"
        columns={columns}
        keyOf={keyOf}
        onOpen={(item) => void setOpened(keyOf(item))}
        openKey={open === undefined ? null : keyOf(open)}
        csv
        toolbar={
          <>
            <SearchField
              label="Search promotions"
              placeholder="Name or SKU"
              value={list.values.search}
              onChange={(search) => list.setValues({ search })}
            />
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
              <option value="scheduled">To come</option>
              <option value="running">Run now</option>
              <option value="ended">Ended</option>
              <option value="cancelled">Cancelled</option>
            </SelectInput>
          </>
        }
        empty={
          <EmptyState icon={CalendarRange} title="No promotion is planned" action={newButton || undefined}>
            <p>
              A promotion tells the forecast that a channel will sell more for a while, and keeps units back
              for it from a day before.
            </p>
          </EmptyState>
        }
      />
      {(creating || open !== undefined) && (
        <PromotionDrawer
          key={open === undefined ? 'new' : keyOf(open)}
          item={open ?? null}
          actions={actions}
          onClose={() => {
            setCreating(false);
            void setOpened(null, { history: 'replace' });
          }}
        />
      )}
    </div>
  );
}
