'use client';

import { Minus, Plus } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { unitsIn } from '@/components/movements/words';
import { newKey } from '@/components/new-key';
import { ScanField } from '@/components/scan/scan-field';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { NumberField } from '@/components/ui/number-field';
import { Switch } from '@/components/ui/switch';
import { formatUnits } from '@/lib/shared/format';
import type { QueueLine, ScanResult, StocktakeDetail } from '@/lib/stocktake/stocktake-document';
import { beep, setSound, soundIsOn } from './beep';
import { CountLines } from './count-lines';
import { HandIn } from './hand-in';
import type { Move } from './stocktake-words';
import { useScanQueue } from './use-scan-queue';

interface Told {
  good: boolean;
  text: string;
}

/** The work of whoever counts: one field to scan into, what was scanned last, and the lines. Nothing of the books. */
export function CountPanel({ found, move }: { found: StocktakeDetail; move: Move }) {
  const field = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const [exact, setExact] = useState<number | null>(null);
  const [sound, setSoundShown] = useState(() => typeof window !== 'undefined' && soundIsOn());
  const answered = useCallback((results: readonly ScanResult[]) => {
    const strange = results.findLast(({ outcome }) => outcome !== 'counted');
    if (strange === undefined) return;
    beep(false);
    setTold({ good: false, text: strangeWords(strange) });
  }, []);
  const { waiting, offline, refused, add } = useScanQueue(found.stocktake, answered);
  const skuOf = useMemo(() => codesOf(found.queue), [found.queue]);
  const counts = useMemo(() => countsOf(found.queue, waiting, skuOf), [found.queue, waiting, skuOf]);
  const line = found.queue.find(({ sku }) => sku === chosen);
  const shown = line === undefined ? null : (counts.get(line.sku) ?? null);

  function record(code: string, units: number) {
    add({ id: newKey(), round: found.round, code, units, scannedAt: new Date().toISOString() });
    const sku = skuOf.get(code);
    if (sku !== undefined) {
      setChosen(sku);
      setTold({
        good: true,
        text: `${units < 0 ? 'Taken back' : 'Counted'}: ${unitsIn(Math.abs(units))} of ${sku}`,
      });
      beep(true);
    } else setTold({ good: true, text: `Kept: ${code}` });
  }

  return (
    <div className="grid max-w-2xl min-w-0 gap-4">
      <ScanField
        form="Scan"
        label="Scan or type a code"
        hint="A barcode or a SKU; Enter takes it as one unit."
        fieldRef={field}
        onCode={(code) => record(code, 1)}
      >
        <Switch
          checked={sound}
          onChange={(on) => {
            setSound(on);
            setSoundShown(on);
          }}
        >
          Sound
        </Switch>
      </ScanField>
      <div role="status" className="empty:hidden">
        {told !== null && <Notice tone={told.good ? 'good' : 'warning'}>{told.text}</Notice>}
      </div>
      {line !== undefined && (
        <section aria-label="Last scanned" className="grid gap-3 rounded-md border border-line bg-card p-4">
          <div className="flex flex-wrap items-baseline justify-between gap-2">
            <h2 className="text-base font-semibold">{line.name}</h2>
            <span className="font-mono text-xs text-muted">{line.sku}</span>
          </div>
          <div className="flex flex-wrap items-center gap-3">
            <Button
              aria-label={`One less of ${line.sku}`}
              className="size-12 max-sm:size-14"
              disabled={(shown ?? 0) < 1}
              onClick={() => record(line.sku, -1)}
            >
              <Minus aria-hidden />
            </Button>
            <output
              aria-label={`Counted of ${line.sku}`}
              className="min-w-16 text-center text-2xl font-semibold tabular-nums"
            >
              {shown === null ? '–' : formatUnits(shown)}
            </output>
            <Button
              aria-label={`One more of ${line.sku}`}
              className="size-12 max-sm:size-14"
              onClick={() => record(line.sku, 1)}
            >
              <Plus aria-hidden />
            </Button>
            {line.caseQuantity !== undefined && (
              <Button onClick={() => record(line.sku, line.caseQuantity ?? 1)}>
                + a case of {formatUnits(line.caseQuantity)}
              </Button>
            )}
            {shown === null && <Button onClick={() => record(line.sku, 0)}>None here</Button>}
          </div>
          <form
            aria-label={`Set the count of ${line.sku}`}
            className="flex flex-wrap items-center gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              if (exact === null) return;
              record(line.sku, exact - (shown ?? 0));
              setExact(null);
              field.current?.focus();
            }}
          >
            <NumberField
              label={`All units of ${line.sku}`}
              value={exact}
              min={0}
              max={1_000_000}
              onChange={setExact}
            />
            <Button type="submit" disabled={exact === null}>
              Set count
            </Button>
          </form>
        </section>
      )}
      {(offline || refused !== null) && (
        <Notice tone={refused === null ? 'information' : 'warning'}>
          {refused === null
            ? `No connection: ${formatUnits(waiting.length)} scans are kept on this device and sent when it is back. Go on counting.`
            : `${refused} ${formatUnits(waiting.length)} scans are kept on this device.`}
        </Notice>
      )}
      {found.asideScans.length > 0 && (
        <Notice tone="warning">
          Kept, not counted:{' '}
          {found.asideScans
            .slice(0, 20)
            .map(({ code, units, outcome }) => `${code} (${formatUnits(units)}, ${asideWords[outcome]})`)
            .join(', ')}
        </Notice>
      )}
      <CountLines lines={found.queue} counts={counts} chosen={chosen} onChoose={setChosen} />
      <HandIn found={found} counts={counts} waiting={waiting.length} move={move} />
    </div>
  );
}

const asideWords: Record<ScanResult['outcome'], string> = {
  counted: 'counted',
  unknown: 'not in the catalogue',
  unplanned: 'not counted here',
  late: 'too late for its round',
};

function strangeWords({ code, outcome }: ScanResult): string {
  return outcome === 'unknown'
    ? `Not in the catalogue, kept: ${code}`
    : outcome === 'unplanned'
      ? `Not counted in this stocktake, kept: ${code}`
      : `This round is over, kept: ${code}`;
}

function codesOf(queue: readonly QueueLine[]): Map<string, string> {
  const skuOf = new Map<string, string>();
  for (const { sku, barcodes } of queue) for (const barcode of barcodes) skuOf.set(barcode, sku);
  for (const { sku } of queue) skuOf.set(sku, sku);
  return skuOf;
}

/** What the server has and what waits here; a line that is in neither has not been counted. */
function countsOf(
  queue: readonly QueueLine[],
  waiting: readonly { code: string; units: number }[],
  skuOf: ReadonlyMap<string, string>,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { sku, scanned } of queue) if (scanned !== null) counts.set(sku, scanned);
  for (const { code, units } of waiting) {
    const sku = skuOf.get(code);
    if (sku !== undefined) counts.set(sku, (counts.get(sku) ?? 0) + units);
  }
  return counts;
}
