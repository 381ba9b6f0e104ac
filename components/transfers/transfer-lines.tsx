'use client';

import { Printer } from 'lucide-react';
import { type ComponentType, useState } from 'react';
import { flushSync } from 'react-dom';
import { useNodeName } from '@/components/movements/use-node-name';
import { unitsIn } from '@/components/movements/words';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { NumberField } from '@/components/ui/number-field';
import { tellDone } from '@/components/ui/toast';
import { unanswered, useOnce } from '@/components/use-once';
import { formatUnits } from '@/lib/shared/format';
import type { TransferDetail, TransferLineItem } from '@/lib/transfers/transfer-document';
import type { TransferActions, TransferAnswer } from './transfer-types';

interface Props {
  found: TransferDetail;
  actions: TransferActions | null;
}

interface Arrived {
  received: number | null;
  damaged: number | null;
  missing: number | null;
}

const nothing: Arrived = { received: null, damaged: null, missing: null };
const counted = [
  ['units', 'Planned'],
  ['inTransit', 'On the way'],
  ['received', 'Received'],
  ['damaged', 'Damaged'],
  ['missing', 'Missing'],
] as const;

/** The lines of a transfer that has left its draft, and what can be done with them: send, receive, give up. */
export function TransferLines({ found, actions }: Props) {
  const nodeName = useNodeName();
  const once = useOnce();
  const [arrived, setArrived] = useState<Record<string, Arrived>>({});
  const [failure, setFailure] = useState<string>();
  const [over, setOver] = useState<string>();
  const [asked, setAsked] = useState<'send' | 'cancel' | null>(null);
  const [Bars, setBars] = useState<ComponentType<{ code: string }> | null>(null);
  const onTheWay = found.status === 'in_transit' || found.status === 'partly_received';
  const open = found.lines.some(({ held, inTransit }) => held + inTransit > 0);
  const kept = found.version > 0;
  const of = (sku: string) => arrived[sku] ?? nothing;
  const total = found.lines.reduce((sum, { sku }) => sum + (of(sku).received ?? 0), 0);

  async function receive(confirmOver: boolean): Promise<TransferAnswer | null> {
    if (actions === null) return null;
    const answer = await once
      .send((key) =>
        actions.receive({
          ...key,
          transfer: found.transfer,
          seen: found.version,
          confirmOver,
          lines: found.lines.map(({ sku }) => ({
            sku,
            received: of(sku).received ?? 0,
            damaged: of(sku).damaged ?? 0,
            missing: of(sku).missing ?? 0,
          })),
        }),
      )
      .catch(() => unanswered);
    if (answer?.ok) tellDone(`Received ${unitsIn(total)} at ${nodeName(found.to)}`);
    return answer;
  }

  async function take() {
    const answer = await receive(false);
    if (answer === null || answer.ok) return setFailure(undefined);
    if (answer.code === 'over_receipt') return setOver(answer.detail);
    setFailure(
      answer.theirs === undefined ? answer.detail : `${answer.detail} ${difference(found, answer.theirs)}`,
    );
  }

  async function go(): Promise<string | undefined> {
    if (asked === null || actions === null) return undefined;
    const answer = await once
      .send((key) => actions.move({ ...key, transfer: found.transfer, seen: found.version, step: asked }))
      .catch(() => unanswered);
    if (answer === null) return undefined;
    if (!answer.ok) return answer.detail;
    tellDone(asked === 'send' ? `Sent ${found.transfer}` : `Gave up what was left of ${found.transfer}`);
    return undefined;
  }

  /** Barcodes stand on paper only; they come with the first print. */
  async function printList() {
    const { CodeBars } = await import('./code-bars');
    flushSync(() => setBars(() => CodeBars));
    window.print();
  }

  return (
    <div className="grid gap-4">
      {!kept && (
        <Notice tone="information">
          A feed reports this transfer: it is received where the feed says so.
        </Notice>
      )}
      <ul
        aria-label="Lines of the transfer"
        className="grid gap-px overflow-hidden rounded-md border border-line bg-line"
      >
        {found.lines.map((line) => (
          <li key={`${line.sku} ${line.line}`} className="grid gap-3 bg-card px-3 py-3">
            <LineFacts line={line} />
            {Bars !== null && (
              <div className="hidden print:block">
                <Bars code={line.sku} />
              </div>
            )}
            {actions !== null && kept && onTheWay && (
              <div className="flex flex-wrap gap-3 print:hidden">
                {(['received', 'damaged', 'missing'] as const)
                  .filter((field) => field !== 'missing' || actions.mayCloseShort)
                  .map((field) => (
                    <div key={field} className="grid gap-1 text-xs text-muted">
                      {field === 'received' ? 'Received now' : field === 'damaged' ? 'Damaged' : 'Missing'}
                      <NumberField
                        label={`${field} of ${line.sku}`}
                        value={of(line.sku)[field]}
                        min={0}
                        max={1_000_000_000}
                        onChange={(units) =>
                          setArrived((before) => ({
                            ...before,
                            [line.sku]: { ...(before[line.sku] ?? nothing), [field]: units },
                          }))
                        }
                      />
                    </div>
                  ))}
              </div>
            )}
          </li>
        ))}
      </ul>
      {failure !== undefined && (
        <Notice tone="critical" urgent>
          {failure}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2 print:hidden">
        {actions !== null && kept && onTheWay && (
          <>
            <Button
              onClick={() =>
                setArrived(
                  Object.fromEntries(
                    found.lines.map(({ sku, inTransit }) => [sku, { ...nothing, received: inTransit }]),
                  ),
                )
              }
            >
              All as sent
            </Button>
            <Button look="primary" disabled={once.busy} onClick={() => void take()}>
              {`Receive ${unitsIn(total)} at ${nodeName(found.to)}`}
            </Button>
          </>
        )}
        {actions !== null && kept && found.status === 'ready' && (
          <Button look="primary" onClick={() => setAsked('send')}>
            Send off…
          </Button>
        )}
        {actions !== null && kept && open && (
          <Button onClick={() => setAsked('cancel')}>Cancel what is left…</Button>
        )}
        <Button onClick={() => void printList()}>
          <Printer aria-hidden />
          Print the pick list
        </Button>
      </div>
      <ConfirmDialog
        open={over !== undefined}
        onOpenChange={(isOpen) => {
          if (!isOpen) setOver(undefined);
        }}
        title="Receive more than was sent?"
        confirm={`Receive ${unitsIn(total)} at ${nodeName(found.to)}`}
        onConfirm={async () => {
          const answer = await receive(true);
          return answer === null || answer.ok ? undefined : answer.detail;
        }}
      >
        <p>{over} What is too many is posted against the account “adjustment”, and a discrepancy opens.</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) setAsked(null);
        }}
        title={asked === 'send' ? 'Send these units off?' : 'Give up what is left?'}
        confirm={
          asked === 'send'
            ? `Send ${unitsIn(found.held)} from ${nodeName(found.from)} to ${nodeName(found.to)}`
            : `Return ${unitsIn(found.held + found.inTransit)} to ${nodeName(found.from)}`
        }
        cancel="Not now"
        onConfirm={go}
      >
        <p>
          {asked === 'send'
            ? 'The units leave their node and are on their way. All lines or none.'
            : `What was not received counts as available at ${nodeName(found.from)} again.`}
        </p>
      </ConfirmDialog>
    </div>
  );
}

function LineFacts({ line }: { line: TransferLineItem }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-6 gap-y-1">
      <span className="min-w-0 flex-1 basis-48">
        <span className="font-mono text-sm font-medium">{line.sku}</span>{' '}
        <span className="text-sm text-muted">{line.name}</span>
      </span>
      <dl className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {counted.map(([field, term]) => (
          <div key={field} className="flex gap-1.5">
            <dt className="text-muted">{term}</dt>
            <dd className="font-semibold tabular-nums">{formatUnits(line[field])}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Both values, in a sentence: what stood here when it was opened, and what stands there now. */
function difference(mine: TransferDetail, theirs: TransferDetail): string {
  return `When you opened it ${unitsIn(mine.received)} were received and ${formatUnits(mine.inTransit)} on their way; now ${formatUnits(theirs.received)} are received and ${formatUnits(theirs.inTransit)} on their way. The page shows it now: enter what is still to be received.`;
}
