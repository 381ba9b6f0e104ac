'use client';

import { Download } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { buttonClasses } from '@/components/ui/button-classes';
import { Notice } from '@/components/ui/notice';
import type { ImportView } from '@/lib/imports/import-view';
import { formatMinute, formatUnits, zoneName } from '@/lib/shared/format';

const tabOf = {
  skus: '/catalogue',
  listings: '/catalogue?tab=listings',
  safety_stock: '/catalogue?tab=safety-stock',
  opening_stock: '/stock',
  counts: '/stocktakes',
  snapshots: '/discrepancies',
  transfers: '/transfers',
  purchase_orders: '/purchase-orders',
  promotions: '/promotions',
} as const;

export function ImportResult({ view, onRestart }: { view: ImportView; onRestart: () => void }) {
  const refused = view.counts?.refused ?? 0;
  return (
    <div className="grid max-w-2xl gap-4">
      <Notice tone="good">
        {formatUnits(view.written ?? 0)} rows of {view.fileName} were written
        {view.committedAt !== null && ` on ${formatMinute(view.committedAt)} ${zoneName}`}.
      </Notice>
      {refused > 0 && (
        <Notice
          tone="warning"
          action={
            <a href={`/api/ui/imports/${view.id}/errors`} className={buttonClasses()} download>
              <Download aria-hidden />
              Error file
            </a>
          }
        >
          {formatUnits(refused)} rows were left out. The error file has them with their reasons, to be mended
          and brought again.
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Link href={tabOf[view.kind]} className={buttonClasses({ look: 'primary' })}>
          To the catalogue
        </Link>
        <Button onClick={onRestart}>Another file</Button>
      </div>
    </div>
  );
}
