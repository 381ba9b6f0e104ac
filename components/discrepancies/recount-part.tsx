'use client';

import { useState } from 'react';
import { UnitsField } from '@/components/movements/units-field';
import { unitsIn } from '@/components/movements/words';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { tellDone } from '@/components/ui/toast';
import { unanswered, useOnce } from '@/components/use-once';
import { formatDelta, formatStamp } from '@/lib/shared/format';
import type { CaseView, DiscrepancyActions } from './discrepancy-types';

interface Props {
  item: CaseView;
  nodeName: (node: string) => string;
  actions: DiscrepancyActions;
}

type Asked = { what: 'count'; sequence: number; counted: number; variance: number } | { what: 'report' };

/** Recount it, approve a recount, or take the node's number over. */
export function RecountPart({ item, nodeName, actions }: Props) {
  const [counted, setCounted] = useState<number | null>(null);
  const [failure, setFailure] = useState<string>();
  const [asked, setAsked] = useState<Asked | null>(null);
  const once = useOnce();
  const { sku, node, sequence } = item;
  const { acceptReport, approveCount } = actions;

  async function count() {
    if (counted === null) {
      setFailure('Enter what you counted: blank is not 0.');
      return;
    }
    const answer = await once
      .send((key) => actions.count({ ...key, sku, node, counted }))
      .catch(() => unanswered);
    if (answer === null) return;
    setFailure(answer.ok ? undefined : answer.detail);
    if (!answer.ok) return;
    setCounted(null);
    tellDone(`Recount of ${unitsIn(counted)} at ${nodeName(node)} waits for approval`);
  }

  async function confirm(): Promise<string | undefined> {
    if (asked === null) return undefined;
    const answer = await once
      .send(async (key) => {
        if (asked.what === 'report') return acceptReport?.({ ...key, sku, node, sequence }) ?? unanswered;
        return approveCount?.({ ...key, sku, node, sequence: asked.sequence }) ?? unanswered;
      })
      .catch(() => unanswered);
    if (answer === null) return undefined;
    if (!answer.ok) return answer.detail;
    tellDone(
      asked.what === 'report' ? `The books hold what ${nodeName(node)} reported` : 'The recount is posted',
    );
    return undefined;
  }

  return (
    <div className="grid gap-3">
      {item.counts.map((each) => (
        <Notice
          key={each.sequence}
          tone="information"
          action={
            approveCount !== null && (
              <Button onClick={() => setAsked({ what: 'count', ...each })}>
                Approve recount of {unitsIn(each.counted)}
              </Button>
            )
          }
        >
          Counted {unitsIn(each.counted)} on the shelf at {formatStamp(each.countedAt)} by {each.byName}:
          waits for another person to approve it.
        </Notice>
      ))}
      <form
        aria-label="Recount"
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void count();
        }}
      >
        <div className="min-w-0 flex-1 basis-48">
          <UnitsField
            label="Counted on the shelf now"
            hint="Without damaged units and those in quality control"
            value={counted}
            onChange={setCounted}
            min={0}
            error={failure}
          />
        </div>
        <Button type="submit" disabled={once.busy} className="mb-5.5">
          Hand in recount
        </Button>
      </form>
      {acceptReport !== null && item.kind === 'snapshot' && (
        <Button className="justify-self-start" onClick={() => setAsked({ what: 'report' })}>
          Approve variance of {formatDelta(item.difference)}…
        </Button>
      )}
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => {
          if (!open) setAsked(null);
        }}
        title={asked?.what === 'count' ? 'Post the recount?' : 'Take the reported number over?'}
        confirm={
          asked?.what === 'count'
            ? `Post ${formatDelta(asked.variance)} at ${nodeName(node)}`
            : `Post ${formatDelta(item.difference)} at ${nodeName(node)}`
        }
        onConfirm={confirm}
      >
        <p>
          The difference is posted against the account “adjustment”, as of when{' '}
          {asked?.what === 'count' ? 'it was counted' : 'the node reported'}: what moved since stays as it is.
          A loss takes what is available first, then units of the latest orders.
        </p>
      </ConfirmDialog>
    </div>
  );
}
