'use client';

import { Quantity } from '@/components/ui/quantity';
import { onHand } from '@/lib/ledger/states';
import type { PositionView } from './movement-types';

/** What lies there now, with the sum written out. */
export function PositionLine({ position, name }: { position: PositionView; name: string }) {
  const { balances } = position;
  const parts = [
    ['available', balances.available],
    ['committed', balances.committed],
    ['quality control', balances.quality_control],
    ['damaged', balances.damaged],
  ] as const;
  const shown = parts.filter(([label, units]) => label === 'available' || units !== 0);
  return (
    <p className="rounded-md border border-line bg-sunken px-3 py-2 text-sm text-muted">
      At {name} now: <Quantity units={onHand(balances)} className="font-semibold text-text" /> on hand ={' '}
      {shown.map(([label, units], index) => (
        <span key={label}>
          {index > 0 && ' + '}
          <Quantity units={units} className="text-text" /> {label}
        </span>
      ))}
      {balances.incoming !== 0 && (
        <>
          {' '}
          (and <Quantity units={balances.incoming} className="text-text" /> incoming)
        </>
      )}
    </p>
  );
}
