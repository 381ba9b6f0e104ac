'use client';

import { CalendarClock, SlidersHorizontal } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { ChannelSelect, NodeSelect } from '@/components/pickers/place-select';
import { ChoiceFilter, choicesOf } from '@/components/table/choice-filter';
import { SearchField } from '@/components/table/search-field';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InstantField } from '@/components/ui/instant-field';
import { Popover } from '@/components/ui/popover';
import { Skeleton } from '@/components/ui/skeleton';
import { describeEvent } from '@/lib/ledger/describe-document';
import { formatMinute, zoneName } from '@/lib/shared/format';
import { eventTypes, type ledgerFilters } from './ledger-filters';

const eventChoices = choicesOf(eventTypes, describeEvent);

/** Comes a moment later: nobody waits for it to read the ledger. */
const SkuPicker = dynamic(
  () => import('@/components/pickers/sku-picker').then((module) => module.SkuPicker),
  {
    ssr: false,
    loading: () => <Skeleton className="h-8 w-44 max-sm:h-11" />,
  },
);

type Values = Record<keyof typeof ledgerFilters, string>;

interface Props {
  values: Values;
  onChange: (change: Partial<Record<keyof Values, string | null>>) => unknown;
  withSku: boolean;
}

export function LedgerToolbar({ values, onChange, withSku }: Props) {
  return (
    <>
      <SearchField
        label="Document"
        placeholder="Order, transfer, PO…"
        className="sm:max-w-64"
        value={values.document}
        onChange={(document) => onChange({ document: document.trim() || null })}
      />
      {withSku && (
        <SkuPicker className="w-44" value={values.sku} onChange={(sku) => onChange({ sku: sku || null })} />
      )}
      <NodeSelect value={values.node} onChange={(node) => onChange({ node: node || null })} />
      <ChoiceFilter
        label="Event"
        none="All events"
        className="max-w-48"
        value={values.type}
        choices={eventChoices}
        onChange={(type) => onChange({ type })}
      />
      <TimeRange values={values} onChange={onChange} />
      <MoreFilters values={values} onChange={onChange} />
    </>
  );
}

function TimeRange({ values, onChange }: Pick<Props, 'values' | 'onChange'>) {
  const [open, setOpen] = useState(false);
  const { from, to } = values;
  const choose = (range: { from: string | null; to: string | null }) => {
    setOpen(false);
    onChange(range);
  };
  const words =
    from === '' && to === ''
      ? 'Any time'
      : [from !== '' && `from ${formatMinute(from)}`, to !== '' && `to ${formatMinute(to)}`]
          .filter(Boolean)
          .join(' ');
  return (
    <Popover
      title={`Recorded, in ${zoneName}`}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button>
          <CalendarClock aria-hidden />
          {words}
        </Button>
      }
    >
      <Field label="From">
        <InstantField value={from || null} onChange={(iso) => onChange({ from: iso })} />
      </Field>
      <Field label="To" hint="The ledger as it was known then.">
        <InstantField value={to || null} onChange={(iso) => onChange({ to: iso })} />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => choose({ from: null, to: daysAgo(1) })}>As of yesterday</Button>
        <Button onClick={() => choose({ from: daysAgo(7), to: null })}>Last 7 days</Button>
        <Button look="bare" onClick={() => choose({ from: null, to: null })}>
          Any time
        </Button>
      </div>
    </Popover>
  );
}

function MoreFilters({ values, onChange }: Pick<Props, 'values' | 'onChange'>) {
  const set = [values.channel, values.source, values.id, values.actor].filter((value) => value !== '').length;
  return (
    <Popover
      title="More filters"
      trigger={
        <Button>
          <SlidersHorizontal aria-hidden />
          More{set > 0 && ` (${set})`}
        </Button>
      }
    >
      <Field label="Channel">
        <ChannelSelect
          className="w-full"
          value={values.channel}
          onChange={(channel) => onChange({ channel: channel || null })}
        />
      </Field>
      {(
        [
          ['source', 'Source', 'Who reported it: shop, warehouse system, truecount:screen.'],
          ['id', 'Event id', 'The idempotency key, whole.'],
          ['actor', 'Actor', 'As in the raw event: user:…, key:…'],
        ] as const
      ).map(([name, label, hint]) => (
        <Field key={name} label={label} hint={hint}>
          <SearchText value={values[name]} onChange={(text) => onChange({ [name]: text || null })} />
        </Field>
      ))}
    </Popover>
  );
}

function SearchText({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  return (
    <input
      type="text"
      defaultValue={value}
      onBlur={(event) => onChange(event.currentTarget.value.trim())}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onChange(event.currentTarget.value.trim());
      }}
      className="h-8 w-full rounded-md border border-line-strong bg-card px-3 font-mono text-xs max-sm:h-11"
    />
  );
}

function daysAgo(days: number): string {
  return new Date(Math.floor(Date.now() / 60_000) * 60_000 - days * 24 * 60 * 60 * 1000).toISOString();
}
