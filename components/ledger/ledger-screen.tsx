'use client';

import { BookOpenText } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { zoneName } from '@/lib/shared/format';
import { LedgerTable } from './ledger-table';
import type { ReverseEvent } from './ledger-types';

/** The whole ledger, always: every posting of every event, newest first. */
export function LedgerScreen({ reverse }: { reverse: ReverseEvent | null }) {
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead title="Ledger" note={`Every movement, newest first. Times in ${zoneName}.`} />
      <LedgerTable
        reverse={reverse}
        empty={
          <EmptyState icon={BookOpenText} title="Nothing has moved yet">
            <p>Every receipt, order, transfer and count will stand here, with the balance it left.</p>
          </EmptyState>
        }
      />
    </div>
  );
}
