'use client';

import { ScanBarcode, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useNodeName } from '@/components/movements/use-node-name';
import { unitsIn } from '@/components/movements/words';
import { NodeSelect } from '@/components/pickers/place-select';
import { BothValues } from '@/components/ui/both-values';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { InstantField } from '@/components/ui/instant-field';
import { Notice } from '@/components/ui/notice';
import { NumberField } from '@/components/ui/number-field';
import { tellDone } from '@/components/ui/toast';
import { unanswered, useOnce } from '@/components/use-once';
import { formatMinute, zoneName } from '@/lib/shared/format';
import { readTypedLines } from '@/lib/transfers/read-lines';
import type { TransferDetail } from '@/lib/transfers/transfer-document';
import { transfer_lines_max } from '@/lib/transfers/transfer-document';
import type { TransferActions } from './transfer-types';

interface Props {
  transfer: string;
  /** Null: nothing is kept yet. */
  found: TransferDetail | null;
  actions: TransferActions | null;
}

interface Line {
  sku: string;
  units: number;
}

interface Plan {
  from: string;
  to: string;
  /** ISO 8601 in UTC. */
  expected: string | null;
  lines: Line[];
}

const planOf = (found: TransferDetail | null): Plan => ({
  from: found?.from ?? '',
  to: found?.to ?? '',
  expected: found?.expectedAt ?? null,
  lines: found?.lines.map(({ sku, units }) => ({ sku, units })) ?? [],
});
const linesWords = (lines: readonly Line[]) =>
  lines.map(({ sku, units }) => `${sku} ${units}`).join(', ') || 'none';

/** What was scanned, on top of what stands there. */
function withRows(
  lines: readonly Line[],
  rows: readonly { code: string; units: number }[],
  skuOf: ReadonlyMap<string, string>,
): Line[] {
  const units = new Map(lines.map((line) => [line.sku, line.units]));
  for (const { code, units: more } of rows) {
    const sku = skuOf.get(code);
    if (sku !== undefined) units.set(sku, (units.get(sku) ?? 0) + more);
  }
  return [...units].map(([sku, count]) => ({ sku, units: count }));
}

/** A plan to type, paste or scan, kept as a draft until it is set aside or sent. */
export function TransferDraft({ transfer, found, actions }: Props) {
  const nodeName = useNodeName();
  const once = useOnce();
  const scan = useRef<HTMLTextAreaElement>(null);
  const [plan, setPlan] = useState<Plan>(() => planOf(found));
  const [seen, setSeen] = useState(found?.version ?? 0);
  const queue = useRef<{ code: string; units: number }[]>([]);
  const looking = useRef(false);
  const [waiting, setWaiting] = useState(0);
  const [typed, setTyped] = useState('');
  const [unknown, setUnknown] = useState<string[]>([]);
  const [failure, setFailure] = useState<string>();
  const [theirs, setTheirs] = useState<TransferDetail | null>(null);
  const [asked, setAsked] = useState<'ready' | 'send' | 'cancel' | null>(null);
  const total = plan.lines.reduce((sum, { units }) => sum + units, 0);
  const way = `${unitsIn(total)} from ${nodeName(plan.from)} to ${nodeName(plan.to)}`;
  if (actions === null)
    return <Notice tone="information">This is a draft: nothing has been set aside or sent yet.</Notice>;
  const { save, move, findCodes } = actions;

  /** Takes what stands in the field at once; codes are looked up behind it, all that wait together. */
  function take() {
    const rows = readTypedLines(typed);
    if (rows.length === 0) return;
    setTyped('');
    scan.current?.focus();
    queue.current.push(...rows);
    void lookUp();
  }

  async function lookUp() {
    if (looking.current) return;
    looking.current = true;
    while (queue.current.length > 0) {
      const rows = queue.current.splice(0, transfer_lines_max);
      setWaiting(rows.length);
      const known = await findCodes([...new Set(rows.map(({ code }) => code))]).catch(() => null);
      if (known === null) {
        queue.current.unshift(...rows);
        setFailure('The server did not answer: what you scanned is kept. Press Add to try again.');
        break;
      }
      const skuOf = new Map(known.map(({ code, sku }) => [code, sku]));
      const strange = rows.filter(({ code }) => !skuOf.has(code)).map(({ code }) => code);
      setUnknown((before) => [...before, ...strange]);
      setPlan((before) => ({ ...before, lines: withRows(before.lines, rows, skuOf) }));
    }
    setWaiting(queue.current.length);
    looking.current = false;
  }

  async function keep(): Promise<number | null> {
    if (plan.from === '' || plan.to === '' || plan.from === plan.to) {
      setFailure('Choose two nodes, from and to: none is chosen for you.');
      return null;
    }
    const { from, to, lines, expected } = plan;
    const answer = await once
      .send(({ key }) =>
        save({
          key,
          seen,
          plan: {
            transfer,
            from,
            to,
            lines,
            ...(expected === null ? {} : { expectedAt: expected }),
          },
        }),
      )
      .catch(() => unanswered);
    if (answer === null) return null;
    if (!answer.ok) {
      setFailure(answer.detail);
      setTheirs('theirs' in answer ? (answer.theirs ?? null) : null);
      return null;
    }
    setFailure(undefined);
    setTheirs(null);
    const version = answer.version ?? seen;
    setSeen(version);
    return version;
  }

  async function go(): Promise<string | undefined> {
    if (asked === null) return undefined;
    const version = asked === 'cancel' ? seen : await keep();
    if (version === null) return 'It could not be kept: look at the page behind.';
    const answer = await once
      .send((key) => move({ ...key, transfer, seen: version, step: asked }))
      .catch(() => unanswered);
    if (answer === null) return undefined;
    if (!answer.ok) {
      if ('version' in answer && answer.version !== undefined) setSeen(answer.version);
      return answer.detail;
    }
    tellDone(
      asked === 'cancel' ? `Cancelled ${transfer}` : `${asked === 'ready' ? 'Set aside' : 'Sent'} ${way}`,
    );
    return undefined;
  }

  const differing =
    theirs === null
      ? []
      : [
          { label: 'From', of: (each: Plan) => nodeName(each.from), take: 'from' as const },
          { label: 'To', of: (each: Plan) => nodeName(each.to), take: 'to' as const },
          {
            label: 'Expected',
            of: (each: Plan) => (each.expected === null ? 'not said' : formatMinute(each.expected)),
            take: 'expected' as const,
          },
          { label: 'Lines', of: (each: Plan) => linesWords(each.lines), take: 'lines' as const },
        ].filter(({ of }) => of(planOf(theirs)) !== of(plan));

  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="From">
          <NodeSelect
            label="From"
            none="Choose the origin"
            value={plan.from}
            onChange={(from) => setPlan({ ...plan, from })}
          />
        </Field>
        <Field label="To">
          <NodeSelect
            label="To"
            none="Choose the destination"
            value={plan.to}
            onChange={(to) => setPlan({ ...plan, to })}
          />
        </Field>
        <Field label={`Expected to arrive (${zoneName})`}>
          <InstantField value={plan.expected} onChange={(expected) => setPlan({ ...plan, expected })} />
        </Field>
      </div>
      <form
        aria-label="Add lines"
        className="grid gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (readTypedLines(typed).length > 0) take();
          else void lookUp();
        }}
      >
        <Field
          label="Scan, type or paste"
          hint="A SKU or barcode per row, maybe with units behind it. Enter takes it."
        >
          <textarea
            ref={scan}
            aria-label="Scan, type or paste"
            rows={2}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey) return;
              event.preventDefault();
              take();
            }}
            className="min-h-16 rounded-md border border-line-strong bg-card px-3 py-2 font-mono text-sm"
          />
        </Field>
        <Button type="submit" className="justify-self-start">
          <ScanBarcode aria-hidden />
          Add
        </Button>
      </form>
      <p role="status" className="text-sm text-muted empty:hidden">
        {waiting > 0 && `${waiting} scanned, being looked up`}
      </p>
      {unknown.length > 0 && (
        <Notice tone="warning" action={<Button onClick={() => setUnknown([])}>Clear</Button>}>
          Not in the catalogue, kept here: {unknown.join(', ')}
        </Notice>
      )}
      {plan.lines.length > 0 && (
        <ul
          aria-label="Planned lines"
          className="grid gap-px overflow-hidden rounded-md border border-line bg-line"
        >
          {plan.lines.map(({ sku, units }) => (
            <li key={sku} className="flex flex-wrap items-center gap-3 bg-card px-3 py-2">
              <span className="min-w-0 grow font-mono text-sm">{sku}</span>
              <NumberField
                label={`Units of ${sku}`}
                value={units}
                min={1}
                max={1_000_000_000}
                onChange={(value) =>
                  setPlan({
                    ...plan,
                    lines: plan.lines.map((line) => (line.sku === sku ? { sku, units: value ?? 1 } : line)),
                  })
                }
              />
              <Button
                aria-label={`Remove ${sku}`}
                onClick={() => setPlan({ ...plan, lines: plan.lines.filter((line) => line.sku !== sku) })}
              >
                <Trash2 aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {failure !== undefined && (
        <Notice tone="critical" urgent>
          {failure}
        </Notice>
      )}
      {theirs !== null && (
        <>
          <BothValues
            what="Field"
            rows={differing}
            labelOf={({ label }) => label}
            theirs={({ of }) => of(planOf(theirs))}
            yours={({ of }) => of(plan)}
            onTheirs={({ take: field }) => setPlan({ ...plan, [field]: planOf(theirs)[field] })}
          />
          <Button
            className="justify-self-start"
            onClick={() => {
              setSeen(theirs.version);
              setTheirs(null);
              setFailure(undefined);
            }}
          >
            Go on with what stands here
          </Button>
        </>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          disabled={once.busy}
          onClick={() => void keep().then((kept) => kept !== null && tellDone(`Kept ${transfer}`))}
        >
          Keep as a draft
        </Button>
        <Button disabled={plan.lines.length === 0} onClick={() => setAsked('ready')}>
          Set aside…
        </Button>
        <Button look="primary" disabled={plan.lines.length === 0} onClick={() => setAsked('send')}>
          Send off…
        </Button>
        {found !== null && <Button onClick={() => setAsked('cancel')}>Cancel transfer…</Button>}
      </div>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => {
          if (!open) setAsked(null);
        }}
        title={
          asked === 'cancel'
            ? 'Cancel this transfer?'
            : asked === 'ready'
              ? 'Set these units aside?'
              : 'Send these units off?'
        }
        confirm={
          asked === 'cancel' ? 'Cancel the transfer' : `${asked === 'ready' ? 'Set aside' : 'Send'} ${way}`
        }
        cancel="Not now"
        onConfirm={go}
      >
        <p>
          {asked === 'cancel'
            ? 'Nothing has moved yet; the draft is closed.'
            : asked === 'ready'
              ? `The units are committed at ${nodeName(plan.from)} until they are sent or given up. All lines or none.`
              : `The units leave ${nodeName(plan.from)} and are on their way to ${nodeName(plan.to)}. All lines or none.`}
        </p>
      </ConfirmDialog>
    </div>
  );
}
