'use client';

import { PackageX } from 'lucide-react';
import { errorCode } from '@/components/read-json';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { formatMoney } from '@/lib/shared/format';
import { LedgerSection } from './ledger-section';
import { ListingsSection } from './listings-section';
import { NaiveLevelsSection } from './naive-levels-section';
import { SkuTotals } from './sku-totals';
import type { Dimensions } from './stock-types';
import { SumSection } from './sum-section';
import { useSkuHead } from './use-sku-head';

/** Everything about one SKU: its sum, its listings, what separate systems would believe, and its ledger. */
export function SkuDetail({ sku, dimensions }: { sku: string; dimensions: Dimensions }) {
  const head = useSkuHead(sku);
  if (errorCode(head.error) === 'not_found')
    return (
      <div className="rounded-md border border-line bg-card">
        <EmptyState icon={PackageX} title={`${sku} is not in the catalogue`}>
          <p>It may be misspelt in the address. Choose a SKU in the table above.</p>
        </EmptyState>
      </div>
    );
  return (
    <article aria-labelledby="sku-heading" className="grid gap-5 border-t border-line pt-4">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="grid gap-0.5">
          <h2
            id="sku-heading"
            className="flex min-h-6 flex-wrap items-baseline gap-x-2 text-base font-semibold"
          >
            {head.data?.name ?? <Skeleton className="w-48" />}
            <span className="font-mono text-sm font-normal text-muted">{sku}</span>
          </h2>
          <p className="min-h-4 text-xs text-muted">{head.data ? facts(head.data) : ''}</p>
        </div>
        <SkuTotals sku={sku} />
      </header>
      <div className="grid gap-5 2xl:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)]">
        <SumSection sku={sku} nodes={dimensions.nodes} />
        <ListingsSection sku={sku} channels={dimensions.channels} />
      </div>
      <NaiveLevelsSection sku={sku} channels={dimensions.channels} />
      <LedgerSection sku={sku} nodes={dimensions.nodes} />
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
