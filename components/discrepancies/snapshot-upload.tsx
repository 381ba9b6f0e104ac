'use client';

import { FileUp } from 'lucide-react';
import { useId, useState } from 'react';
import { useNodeName } from '@/components/movements/use-node-name';
import { NodeSelect } from '@/components/pickers/place-select';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { InstantField } from '@/components/ui/instant-field';
import { Notice } from '@/components/ui/notice';
import { formatUnits, zoneName } from '@/lib/shared/format';

interface Problem {
  row: number;
  reason: string;
}

type Outcome =
  | { ok: true; words: string; problems: Problem[] }
  | { ok: false; words: string; problems: Problem[] };

interface Sent {
  ok: boolean;
  detail?: string;
  recorded?: number;
  repeated?: number;
  refusedTotal?: number;
  refused?: { row: number; sku: string; detail: string }[];
  problems?: { row: number; column: string; value: string; reason: string }[];
}

const no_answer = 'The server did not answer. Send the same file again: it is recorded once.';

/** Brings in what a dark store or a warehouse system reports of its stock, as a file. */
export function SnapshotUpload() {
  const [open, setOpen] = useState(false);
  const [node, setNode] = useState('');
  const [takenAt, setTakenAt] = useState<string | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const nodeName = useNodeName();
  const heading = useId();
  if (!open)
    return (
      <Button className="justify-self-start" onClick={() => setOpen(true)}>
        <FileUp aria-hidden />
        Bring in a node’s report…
      </Button>
    );

  async function upload() {
    if (node === '' || file === null || takenAt === null) {
      setOutcome({
        ok: false,
        words: 'Choose the node, when the report was taken, and the file.',
        problems: [],
      });
      return;
    }
    setBusy(true);
    setOutcome(await send(node, takenAt, file, nodeName(node)));
    setBusy(false);
  }

  return (
    <section aria-labelledby={heading} className="grid gap-3 rounded-md border border-line bg-card p-4">
      <h2 id={heading} className="text-sm font-semibold">
        A node’s report
      </h2>
      <form
        className="grid items-end gap-3 sm:grid-cols-[repeat(3,minmax(0,1fr))_auto]"
        onSubmit={(event) => {
          event.preventDefault();
          void upload();
        }}
      >
        <Field label="Reported by">
          <NodeSelect label="Reported by" none="Choose the node" value={node} onChange={setNode} />
        </Field>
        <Field label={`Taken at (${zoneName})`}>
          <InstantField value={takenAt} onChange={setTakenAt} />
        </Field>
        <Field label="CSV file with sku and on hand">
          <Input
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
          />
        </Field>
        <span className="flex gap-2">
          <Button type="submit" look="primary" disabled={busy}>
            {busy ? 'Comparing…' : 'Compare with the books'}
          </Button>
          <Button
            onClick={() => {
              setOpen(false);
              setOutcome(null);
            }}
          >
            Close
          </Button>
        </span>
      </form>
      {outcome !== null && (
        <Notice
          tone={outcome.ok && outcome.problems.length === 0 ? 'good' : outcome.ok ? 'warning' : 'critical'}
          urgent
        >
          {outcome.words}
          {outcome.problems.length > 0 && (
            <ul className="mt-1 list-disc pl-5">
              {outcome.problems.slice(0, 10).map(({ row, reason }) => (
                <li key={`${row} ${reason}`}>
                  Row {row}: {reason}
                </li>
              ))}
            </ul>
          )}
        </Notice>
      )}
    </section>
  );
}

async function send(node: string, takenAt: string, file: File, name: string): Promise<Outcome> {
  try {
    const response = await fetch(`/api/ui/snapshots?${new URLSearchParams({ node, takenAt })}`, {
      method: 'POST',
      body: file,
      headers: { 'content-type': 'text/csv' },
    });
    return outcomeOf((await response.json()) as Sent, response.ok, name);
  } catch {
    return { ok: false, words: no_answer, problems: [] };
  }
}

function outcomeOf(sent: Sent, answered: boolean, name: string): Outcome {
  if (!answered || !sent.ok)
    return {
      ok: false,
      words: sent.detail ?? no_answer,
      problems: (sent.problems ?? []).map(({ row, column, value, reason }) => ({
        row,
        reason: `${column}${value === '' ? '' : ` “${value}”`} ${reason}`,
      })),
    };
  const recorded = sent.recorded ?? 0;
  const repeated = sent.repeated ?? 0;
  const refused = sent.refusedTotal ?? 0;
  return {
    ok: true,
    words: [
      `${formatUnits(recorded)} ${recorded === 1 ? 'SKU' : 'SKUs'} of ${name} compared with the books.`,
      ...(repeated > 0 ? [`${formatUnits(repeated)} had been sent before and changed nothing.`] : []),
      ...(refused > 0 ? [`${formatUnits(refused)} not taken:`] : ['What differs stands below.']),
    ].join(' '),
    problems: (sent.refused ?? []).map(({ row, detail }) => ({ row, reason: detail })),
  };
}
