'use client';

import { useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { tellDone } from '@/components/ui/toast';
import { unanswered, useOnce } from '@/components/use-once';
import { formatDelta, formatUnits } from '@/lib/shared/format';
import type { ReviewLine, StocktakeDetail } from '@/lib/stocktake/stocktake-document';
import { linesIn, type Move } from './stocktake-words';

interface Props {
  found: StocktakeDetail;
  review: readonly ReviewLine[];
  nodeName: string;
  /** Null where the role may look only. */
  move: Move | null;
}

const shown_max = 500;
const number = (units: number | null) => (units === null ? '' : formatUnits(units));
const signed = (units: number | null) => (units === null ? '' : formatDelta(units));

/** What came of a count beside what the books hold, the largest difference first; approve it, or have lines counted again. */
export function ReviewTable({ found, review, nodeName, move }: Props) {
  const once = useOnce();
  const [again, setAgain] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<'approve' | 'recount' | 'cancel' | null>(null);
  const { stocktake, version, status } = found;
  const open = move !== null && (status === 'counted' || status === 'posting');
  const counted = review.filter((line) => line.counted !== null);
  const sum = (sign: 1 | -1) =>
    counted.reduce((total, { variance }) => total + Math.max(0, sign * (variance ?? 0)), 0);
  const effect = `${formatUnits(sum(1))} found, ${formatUnits(sum(-1))} missing at ${nodeName}`;

  async function go(): Promise<string | undefined> {
    if (move === null || asked === null) return undefined;
    const answer = await once
      .send(({ key, at }) => {
        const common = { key, stocktake, seen: version };
        return move(
          asked === 'approve'
            ? { ...common, step: 'approve', at }
            : asked === 'recount'
              ? { ...common, step: 'recount', skus: [...again] }
              : { ...common, step: 'cancel' },
        );
      })
      .catch(() => unanswered);
    if (answer === null) return undefined;
    if (!answer.ok) return answer.detail;
    setAgain(new Set());
    tellDone(
      asked === 'approve'
        ? `Posted: ${effect}`
        : asked === 'recount'
          ? `${linesIn(again.size)} to be counted again`
          : `Cancelled ${stocktake}`,
    );
    return undefined;
  }

  return (
    <div className="grid min-w-0 gap-3">
      {open && (
        <div className="flex flex-wrap gap-2">
          <Button look="primary" onClick={() => setAsked('approve')}>
            Approve and post {linesIn(counted.length)}…
          </Button>
          {status === 'counted' && (
            <>
              <Button disabled={again.size === 0} onClick={() => setAsked('recount')}>
                Count {linesIn(again.size)} again…
              </Button>
              <Button onClick={() => setAsked('cancel')}>Cancel stocktake…</Button>
            </>
          )}
        </div>
      )}
      <TableFrame label="Counted lines">
        <Table>
          <thead>
            <tr>
              {open && status === 'counted' && (
                <HeadCell>
                  <span className="sr-only">Count again</span>
                </HeadCell>
              )}
              <HeadCell>SKU</HeadCell>
              <HeadCell>Name</HeadCell>
              <HeadCell className="text-right">Counted</HeadCell>
              <HeadCell className="text-right">Books</HeadCell>
              <HeadCell className="text-right">Variance</HeadCell>
              <HeadCell className="text-right">Tolerance</HeadCell>
              <HeadCell>Class</HeadCell>
              <HeadCell className="text-right">Rounds</HeadCell>
              <HeadCell>Counted by</HeadCell>
            </tr>
          </thead>
          <tbody>
            {review.slice(0, shown_max).map((line) => (
              <tr key={line.sku}>
                {open && status === 'counted' && (
                  <Cell>
                    <Checkbox
                      ariaLabel={`Count ${line.sku} again`}
                      checked={again.has(line.sku)}
                      onChange={(checked) => {
                        const next = new Set(again);
                        if (checked) next.add(line.sku);
                        else next.delete(line.sku);
                        setAgain(next);
                      }}
                    />
                  </Cell>
                )}
                <Cell className="font-mono text-xs font-medium">{line.sku}</Cell>
                <Cell>
                  {line.name}
                  {!line.planned && <span className="ml-2 text-xs text-muted">found there, not planned</span>}
                </Cell>
                <Cell className="text-right tabular-nums">
                  {line.counted === null ? (
                    <span className="text-muted">not counted</span>
                  ) : (
                    number(line.counted)
                  )}
                </Cell>
                <Cell className="text-right tabular-nums">{number(line.expected)}</Cell>
                <Cell className="text-right font-semibold tabular-nums">
                  {line.beyondTolerance ? (
                    <Badge tone="warning">{signed(line.variance)}, beyond</Badge>
                  ) : (
                    signed(line.variance)
                  )}
                </Cell>
                <Cell className="text-right tabular-nums">
                  {line.tolerance === null ? '' : `± ${number(line.tolerance)}`}
                </Cell>
                <Cell>{line.class}</Cell>
                <Cell className="text-right tabular-nums">{number(line.rounds)}</Cell>
                <Cell>{line.by.join(', ')}</Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableFrame>
      {review.length > shown_max && (
        <p className="text-xs text-muted">
          {linesIn(review.length - shown_max)} more with smaller differences; all of them are posted.
        </p>
      )}
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(next) => {
          if (!next) setAsked(null);
        }}
        title={
          asked === 'approve'
            ? 'Approve and post this count?'
            : asked === 'recount'
              ? 'Have these lines counted again?'
              : 'Cancel this stocktake?'
        }
        confirm={
          asked === 'approve'
            ? `Post ${effect}`
            : asked === 'recount'
              ? `Count ${linesIn(again.size)} again`
              : 'Cancel the stocktake'
        }
        cancel="Not now"
        onConfirm={go}
      >
        <p>
          {asked === 'approve'
            ? 'Each variance is posted as of its count: what was sold, received or sent since stays as it is.'
            : asked === 'recount'
              ? 'They are counted blind in a round of their own; the others wait.'
              : 'Nothing is posted. What was scanned stays readable here.'}
        </p>
      </ConfirmDialog>
    </div>
  );
}
