'use client';

import { RefreshCw, Tag } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { no_answer } from '@/components/no-answer';
import { ChoiceFilter } from '@/components/table/choice-filter';
import { DataTable } from '@/components/table/data-table';
import { SearchField } from '@/components/table/search-field';
import { useList } from '@/components/table/use-list';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { tellDone, tellFailed } from '@/components/ui/toast';
import { useEver } from '@/components/use-ever';
import { formatInstant } from '@/lib/shared/format';
import type { ChannelActions, ChannelView, ListingView } from './channel-types';
import { listingColumns } from './listing-columns';

const ListingDrawer = dynamic(() => import('./listing-drawer').then((module) => module.ListingDrawer));

interface Props {
  channel: ChannelView;
  nowMs: number;
  actions: ChannelActions | null;
}

const text = parseAsString.withDefault('');
const filters = { search: text, show: text };
const shows = [
  { value: 'waiting', label: 'To be sent' },
  { value: 'failing', label: 'Failing' },
  { value: 'drift', label: 'Drifted' },
  { value: 'paused', label: 'Paused' },
] as const;

const keyOf = ({ sku, location }: ListingView) => JSON.stringify([sku, location ?? '']);

/** Every listing of a channel: what it should show, was told, has acknowledged, and shows. */
export function ListingsTable({ channel, nowMs, actions }: Props) {
  const list = useList<ListingView, typeof filters>({
    name: 'channel-listings',
    path: '/api/ui/channel-listings',
    filters,
    sort: { sort: 'sku', direction: 'ascending' },
    fixed: { channel: channel.channel },
  });
  const columns = useMemo(() => listingColumns(nowMs), [nowMs]);
  const [opened, setOpened] = useQueryState('listing', parseAsString.withOptions({ history: 'push' }));
  const everOpened = useEver(opened !== null);
  const shown = list.items.find((item) => keyOf(item) === opened) ?? null;
  const { values, setValues } = list;
  const connected = channel.connector !== 'none';
  return (
    <section className="grid min-w-0 gap-2">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 className="text-base font-semibold">Listings on {channel.name}</h2>
        <p className="text-sm text-muted">
          {channel.auditedAt === null ? 'Never read back.' : `Read back ${formatInstant(channel.auditedAt)}.`}
        </p>
      </div>
      <DataTable
        list={list}
        label={`Listings on ${channel.name}`}
        columns={columns}
        keyOf={keyOf}
        onOpen={(item) => void setOpened(keyOf(item))}
        openKey={opened}
        csv
        toolbar={
          <>
            <SearchField
              label="Listing"
              placeholder="SKU, name or listing id"
              className="sm:max-w-56"
              value={values.search}
              onChange={(search) => void setValues({ search: search.trim() || null })}
            />
            <ChoiceFilter
              label="Show"
              none="All listings"
              value={values.show}
              choices={shows}
              onChange={(show) => void setValues({ show })}
            />
            {actions !== null && connected && (
              <ReadBackButton channel={channel} readBack={actions.readBack} />
            )}
          </>
        }
        empty={
          <EmptyState icon={Tag} title={`Nothing is listed on ${channel.name}`}>
            <p>A listing is a SKU on a channel. They come with the catalogue.</p>
          </EmptyState>
        }
      />
      {everOpened && (
        <ListingDrawer
          listing={shown}
          open={opened !== null && shown !== null}
          connected={connected}
          actions={actions}
          onClose={() => void setOpened(null, { history: 'replace' })}
        />
      )}
    </section>
  );
}

function ReadBackButton({
  channel,
  readBack,
}: {
  channel: ChannelView;
  readBack: ChannelActions['readBack'];
}) {
  const [busy, setBusy] = useState(false);
  return (
    <Button
      disabled={busy}
      onClick={async () => {
        setBusy(true);
        const answer = await readBack(channel.channel).catch(() => null);
        setBusy(false);
        if (answer?.ok) tellDone(`${channel.name} is being read back: this page follows`);
        else tellFailed(answer?.detail ?? no_answer);
      }}
    >
      <RefreshCw aria-hidden />
      Read back now
    </Button>
  );
}
