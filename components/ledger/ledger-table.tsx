'use client';

import dynamic from 'next/dynamic';
import { parseAsString, useQueryState } from 'nuqs';
import { type ReactNode, useMemo } from 'react';
import { useDimensions } from '@/components/stock/use-dimensions';
import { DataTable } from '@/components/table/data-table';
import { useList } from '@/components/table/use-list';
import { useEver } from '@/components/use-ever';
import { ledgerColumns } from './ledger-columns';
import { ledgerFilters } from './ledger-filters';
import { LedgerToolbar } from './ledger-toolbar';
import type { LedgerItem, ReverseEvent } from './ledger-types';

const EventDrawer = dynamic(() => import('./event-drawer').then((module) => module.EventDrawer), {
  ssr: false,
});

interface Props {
  /** Of this SKU only. */
  sku?: string;
  /** As it was known then; ISO 8601. */
  until?: string | null;
  reverse: ReverseEvent | null;
  empty: ReactNode;
  className?: string;
}

const keyOf = (item: LedgerItem) => `${item.sequence} ${item.node}`;

/** Postings with what each changed and the balance it left; a row opens its event. */
export function LedgerTable({ sku, until = null, reverse, empty, className }: Props) {
  const list = useList<LedgerItem, typeof ledgerFilters>({
    name: sku === undefined ? 'ledger' : 'sku-ledger',
    path: '/api/ui/ledger',
    filters: ledgerFilters,
    sort: { sort: 'recordedAt', direction: 'descending' },
    fixed: { ...(sku === undefined ? {} : { sku }), ...(until === null ? {} : { to: until }) },
  });
  const dimensions = useDimensions();
  const named = useMemo(
    () => new Map(dimensions.data?.nodes.map(({ node, name }) => [node, name])),
    [dimensions.data],
  );
  const columns = useMemo(
    () => ledgerColumns((node) => named.get(node) ?? node, sku === undefined),
    [named, sku],
  );
  const [opened, setOpened] = useQueryState('event', parseAsString.withOptions({ history: 'push' }));
  const everOpened = useEver(opened !== null);
  const shown = eventOf(opened);
  const open = list.items.find((item) => shown !== null && item.sequence === shown.sequence);
  return (
    <>
      <DataTable
        list={list}
        label={sku === undefined ? 'Ledger' : 'Ledger of this SKU'}
        columns={columns}
        keyOf={keyOf}
        onOpen={(item) => void setOpened(`${item.sequence}.${item.sku}`)}
        openKey={open === undefined ? null : keyOf(open)}
        toolbar={<LedgerToolbar values={list.values} onChange={list.setValues} withSku={sku === undefined} />}
        empty={empty}
        noMatchHint="Documents and ids are looked for whole, as they were reported."
        csv
        {...(className === undefined ? {} : { className })}
      />
      {everOpened && (
        <EventDrawer
          event={shown}
          nodeName={(node) => named.get(node) ?? node}
          reverse={reverse}
          onClose={() => void setOpened(null, { history: 'replace' })}
        />
      )}
    </>
  );
}

/** "812.KUR-01" names event 812 of KUR-01. */
function eventOf(text: string | null): { sku: string; sequence: number } | null {
  const parts = /^(\d{1,15})\.(.+)$/.exec(text ?? '');
  return parts === null ? null : { sequence: Number(parts[1]), sku: parts[2] ?? '' };
}
