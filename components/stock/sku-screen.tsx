'use client';

import { BookOpenText, PackageX } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import type { ReverseEvent } from '@/components/ledger/ledger-types';
import { errorCode } from '@/components/read-json';
import { AsOfBanner, AsOfPicker, useAsOf } from '@/components/ui/as-of';
import { buttonClasses } from '@/components/ui/button-classes';
import { EmptyState } from '@/components/ui/empty-state';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Tabs } from '@/components/ui/tabs';
import { formatMoney } from '@/lib/shared/format';
import { BalanceSection } from './balance-section';
import type { ResumeRaises } from './pools-section';
import { SkuTotals } from './sku-totals';
import type { Dimensions } from './stock-types';
import { SumSection } from './sum-section';
import { useDimensions } from './use-dimensions';
import { useSkuHead } from './use-sku-head';

// Drawn here only: what cannot answer yet is not shown yet, or what is typed into it would be lost.
const SettingsSection = dynamic(() => import('./settings-section').then((module) => module.SettingsSection), {
  ssr: false,
});
const ReservationsSection = dynamic(
  () => import('./reservations-section').then((module) => module.ReservationsSection),
  { ssr: false },
);
const NaiveLevelsSection = dynamic(
  () => import('./naive-levels-section').then((module) => module.NaiveLevelsSection),
  { ssr: false },
);
const ListingsSection = dynamic(() => import('./listings-section').then((module) => module.ListingsSection), {
  ssr: false,
});
const PoolsSection = dynamic(() => import('./pools-section').then((module) => module.PoolsSection), {
  ssr: false,
});
const ForecastSection = dynamic(() => import('./forecast-section').then((module) => module.ForecastSection), {
  ssr: false,
});
const LedgerTable = dynamic(
  () => import('@/components/ledger/ledger-table').then((module) => module.LedgerTable),
  { loading: () => <Skeleton className="h-80 w-full" /> },
);

const tabs = [
  { value: 'nodes', label: 'Nodes' },
  { value: 'ledger', label: 'Ledger' },
  { value: 'channels', label: 'Channels' },
  { value: 'reservations', label: 'Reservations' },
  { value: 'settings', label: 'Settings' },
] as const;
const tabNames = tabs.map(({ value }) => value);
const nothing: Dimensions = { nodes: [], channels: [], categories: [], skus: 0 };

interface Props {
  sku: string;
  /** Null: the role may not take events back. */
  reverse: ReverseEvent | null;
  /** Null: the role may not say that a channel is trusted again. */
  resumeRaises: ResumeRaises | null;
  /** What stands above everything: that it is not sold, for instance. */
  banner?: ReactNode;
  /** What can be set for it, in the tab of settings. */
  settings?: ReactNode;
}

/** Everything about one SKU, now or as of a moment. */
export function SkuScreen({ sku, reverse, resumeRaises, banner, settings }: Props) {
  const head = useSkuHead(sku);
  const { data: dimensions = nothing } = useDimensions();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabNames).withDefault('nodes'));
  const [asOf] = useAsOf();
  if (errorCode(head.error) === 'not_found')
    return (
      <div className="rounded-md border border-line bg-card">
        <EmptyState
          icon={PackageX}
          title={`${sku} is not in the catalogue`}
          action={
            <Link href="/stock" className={buttonClasses({ look: 'primary' })}>
              To all stock
            </Link>
          }
        >
          <p>It may be misspelt in the address.</p>
        </EmptyState>
      </div>
    );
  return (
    <article aria-labelledby="sku-heading" className="grid min-w-0 gap-4">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="grid gap-0.5">
          <h1
            id="sku-heading"
            className="flex min-h-7 flex-wrap items-baseline gap-x-2 text-lg font-semibold"
          >
            {head.data?.name ?? <Skeleton className="w-48" />}
            <span className="font-mono text-sm font-normal text-muted">{sku}</span>
          </h1>
          <p className="min-h-4 text-xs text-muted">{head.data ? facts(head.data) : ''}</p>
        </div>
        <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
          <SkuTotals sku={sku} asOf={asOf} />
          <AsOfPicker />
        </div>
      </header>
      {banner}
      <AsOfBanner />
      {head.isError && <ReadFailure what="this SKU" error={head.error} onRetry={() => void head.refetch()} />}
      <Tabs label={`About ${sku}`} value={tab} onChange={(next) => void setTab(next)} tabs={tabs}>
        {tab === 'nodes' && (
          <div className="grid gap-5">
            <SumSection sku={sku} asOf={asOf} nodes={dimensions.nodes} />
            <BalanceSection sku={sku} nodes={dimensions.nodes} />
          </div>
        )}
        {tab === 'ledger' && (
          <LedgerTable
            sku={sku}
            until={asOf}
            reverse={asOf === null ? reverse : null}
            empty={
              <EmptyState icon={BookOpenText} title="Nothing has moved yet">
                <p>The first receipt will stand here.</p>
              </EmptyState>
            }
          />
        )}
        {tab === 'channels' && (
          <div className="grid gap-5">
            <ListingsSection sku={sku} channels={dimensions.channels} />
            <PoolsSection sku={sku} channels={dimensions.channels} resume={resumeRaises} />
            <ForecastSection sku={sku} channels={dimensions.channels} />
            <NaiveLevelsSection sku={sku} channels={dimensions.channels} />
          </div>
        )}
        {tab === 'reservations' && <ReservationsSection sku={sku} dimensions={dimensions} />}
        {tab === 'settings' && (
          <div className="grid min-w-0 gap-5">
            {settings}
            <SettingsSection sku={sku} nodes={dimensions.nodes} />
          </div>
        )}
      </Tabs>
    </article>
  );
}

function facts(head: {
  category: string | null;
  priceMinor: number | null;
  currency: string;
  barcodes: string[];
}): string {
  return [
    head.category,
    head.priceMinor === null ? null : formatMoney(head.priceMinor, head.currency),
    head.barcodes.length === 0 ? null : `Barcode ${head.barcodes.join(', ')}`,
  ]
    .filter((fact) => fact !== null)
    .join(' · ');
}
