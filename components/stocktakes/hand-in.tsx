'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { tellDone } from '@/components/ui/toast';
import { unanswered, useOnce } from '@/components/use-once';
import type { StocktakeDetail } from '@/lib/stocktake/stocktake-document';
import { linesIn, type Move } from './stocktake-words';

interface Props {
  found: StocktakeDetail;
  counts: ReadonlyMap<string, number>;
  /** Scans that the server has not taken yet. */
  waiting: number;
  move: Move;
}

/** Ends the round of whoever counts, or gives the whole stocktake up. */
export function HandIn({ found, counts, waiting, move }: Props) {
  const once = useOnce();
  const [asked, setAsked] = useState<'hand_in' | 'cancel' | null>(null);
  const { stocktake, version, queue } = found;
  const left = queue.filter(({ sku }) => !counts.has(sku)).length;
  const done = queue.length - left;

  async function go(): Promise<string | undefined> {
    const answer = await once
      .send(({ key }) =>
        move(
          asked === 'cancel'
            ? { key, stocktake, seen: version, step: 'cancel' }
            : { key, stocktake, seen: version, step: 'hand_in', confirmUncounted: true },
        ),
      )
      .catch(() => unanswered);
    if (answer === null) return undefined;
    if (!answer.ok) return answer.detail;
    tellDone(asked === 'cancel' ? `Cancelled ${stocktake}` : `Handed in: ${linesIn(done)}`);
    return undefined;
  }

  return (
    <div className="flex flex-wrap gap-2">
      <Button
        look="primary"
        className="max-sm:h-12 max-sm:w-full"
        disabled={waiting > 0 || done === 0}
        onClick={() => setAsked('hand_in')}
      >
        Hand in {linesIn(done)}
      </Button>
      <Button className="max-sm:w-full" onClick={() => setAsked('cancel')}>
        Cancel stocktake…
      </Button>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => {
          if (!open) setAsked(null);
        }}
        title={asked === 'cancel' ? 'Cancel this stocktake?' : 'Hand in what was counted?'}
        confirm={asked === 'cancel' ? 'Cancel the stocktake' : `Hand in ${linesIn(done)}`}
        cancel="Not now"
        onConfirm={go}
      >
        <p>
          {asked === 'cancel'
            ? 'Nothing is posted. What was scanned stays readable here.'
            : left === 0
              ? 'Lines that are far off are counted once more; the others wait for another person to approve them.'
              : `Nobody has counted ${linesIn(left)}: they stay as they are in the books, for blank is not 0. Lines that are far off are counted once more.`}
        </p>
      </ConfirmDialog>
    </div>
  );
}
