'use client';

import { Download } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { buttonClasses } from '@/components/ui/button-classes';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { ProgressBar } from '@/components/ui/progress-bar';
import type { ImportView } from '@/lib/imports/import-view';
import { isPosted, type PostedKind } from '@/lib/imports/settings';
import { formatMinute, formatUnits, zoneName } from '@/lib/shared/format';
import { cancelImport } from './send-import';

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

const tabWords: Record<PostedKind, string> = {
  opening_stock: 'the stock',
  counts: 'the stocktakes',
  snapshots: 'the discrepancies',
  transfers: 'the transfers',
  purchase_orders: 'the purchase orders',
  promotions: 'the promotions',
};

interface Props {
  view: ImportView;
  onChanged: (view: ImportView) => void;
  onRestart: () => void;
}

/** What came of an import, as far as it has come; what was posted can be taken back. */
export function ImportResult({ view, onChanged, onRestart }: Props) {
  const [asked, setAsked] = useState(false);
  const { id, kind, status, fileName, writable } = view;
  const refused = (view.counts?.refused ?? 0) + view.refusedLater + view.notReversed;
  const written = view.written ?? 0;
  const underWay = status === 'committing' || status === 'reversing';

  async function takeBack(): Promise<string | undefined> {
    const answer = await cancelImport(id);
    if (!answer.ok) return answer.detail;
    onChanged(answer.view);
    return undefined;
  }

  return (
    <div className="grid max-w-2xl gap-4">
      {underWay ? (
        <div role="status" className="grid gap-2">
          <ProgressBar
            label={status === 'committing' ? `Posting ${fileName}` : `Taking ${fileName} back`}
            done={status === 'committing' ? written : view.reversed + view.notReversed}
            total={status === 'committing' ? writable : written}
            unit="rows"
          />
          <p className="text-sm text-muted">
            It goes on without this page, and where it was cut short it is taken up again.
          </p>
        </div>
      ) : (
        <Notice tone={status === 'committed' ? 'good' : 'information'}>
          {status === 'committed'
            ? `${formatUnits(written)} rows of ${fileName} were written`
            : `${formatUnits(view.reversed)} of ${formatUnits(written)} rows of ${fileName} were taken back`}
          {view.committedAt !== null && `, confirmed on ${formatMinute(view.committedAt)} ${zoneName}`}.
        </Notice>
      )}
      {refused > 0 && (
        <Notice
          tone="warning"
          action={
            <a href={`/api/ui/imports/${id}/errors`} className={buttonClasses()} download>
              <Download aria-hidden />
              Error file
            </a>
          }
        >
          {view.notReversed > 0
            ? `${formatUnits(view.notReversed)} rows could not be taken back: what they brought is gone already. The error file names them.`
            : `${formatUnits(refused)} rows were left out. The error file has them with their reasons, to be mended and brought again.`}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Link href={tabOf[kind]} className={buttonClasses({ look: 'primary' })}>
          {isPosted(kind) ? `To ${tabWords[kind]}` : 'To the catalogue'}
        </Link>
        {isPosted(kind) && (status === 'committing' || status === 'committed') && (
          <Button onClick={() => setAsked(true)}>
            {status === 'committing' ? 'Cancel and take back…' : 'Take back…'}
          </Button>
        )}
        <Button onClick={onRestart}>Another file</Button>
      </div>
      <ConfirmDialog
        open={asked}
        onOpenChange={setAsked}
        title="Take this import back?"
        confirm={`Take back ${formatUnits(written)} rows`}
        cancel="Leave it"
        onConfirm={takeBack}
      >
        <p>
          Each row is taken back by an event or a step of its own; the ledger keeps both. What has left
          meanwhile stays, and is named in the error file.
        </p>
      </ConfirmDialog>
    </div>
  );
}
