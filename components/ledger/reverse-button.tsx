'use client';

import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { newKey } from '@/components/new-key';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { tellDone } from '@/components/ui/toast';
import { describeEvent } from '@/lib/ledger/describe-document';
import { formatDelta, formatUnits } from '@/lib/shared/format';
import type { EventDetail, ReverseEvent } from './ledger-types';
import { ledgerStates } from './states';

interface Props {
  detail: EventDetail;
  nodeName: (node: string) => string;
  reverse: ReverseEvent;
}

/** Corrects an event by a reversal. Each question has an id of its own, so that a double click posts once. */
export function ReverseButton({ detail, nodeName, reverse }: Props) {
  const [asked, setAsked] = useState<{ request: string; askedAt: string } | null>(null);
  const [reason, setReason] = useState('');
  const what = describeEvent(detail.type).toLocaleLowerCase();
  const places = [...new Set(detail.postings.map(({ node }) => nodeName(node)))].join(' and ');
  const units = detail.quantity ?? unitsOf(detail);
  const did = `${formatUnits(units)} ${units === 1 ? 'unit' : 'units'} at ${places}`;
  return (
    <>
      <Button onClick={() => setAsked({ request: newKey(), askedAt: new Date().toISOString() })}>
        <Undo2 aria-hidden />
        Take back…
      </Button>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => {
          if (!open) setAsked(null);
        }}
        title={`Take back this ${what}?`}
        confirm={`Take back ${did}`}
        onConfirm={async () => {
          if (asked === null) return undefined;
          const refused = await reverse({ ...asked, sku: detail.sku, sequence: detail.sequence, reason });
          if (refused === undefined) tellDone(`Taken back: ${did}`);
          return refused;
        }}
      >
        <p>A reversal posts the opposite. Both stay in the ledger.</p>
        <ul className="grid gap-1 text-text tabular-nums">
          {detail.postings.flatMap((posting) =>
            ledgerStates
              .filter(({ state }) => (posting.changes[state] ?? 0) !== 0)
              .map(({ state, label }) => (
                <li key={`${posting.node} ${state}`}>
                  {nodeName(posting.node)}: {label.toLocaleLowerCase()}{' '}
                  <span className="font-semibold">{formatDelta(-(posting.changes[state] ?? 0))}</span>
                </li>
              )),
          )}
        </ul>
        <Field label="Reason">
          <Input
            value={reason}
            maxLength={200}
            placeholder="Optional, for whoever reads it later"
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Field>
      </ConfirmDialog>
    </>
  );
}

function unitsOf({ postings }: EventDetail): number {
  return postings.reduce(
    (sum, { changes }) =>
      sum + Math.abs(ledgerStates.reduce((all, { state }) => all + (changes[state] ?? 0), 0)),
    0,
  );
}
