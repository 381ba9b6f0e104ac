'use client';

import { useState } from 'react';
import { Input } from '@/components/ui/input';
import { formatUnits } from '@/lib/shared/format';
import type { QueueLine } from '@/lib/stocktake/stocktake-document';
import { linesIn } from './stocktake-words';

interface Props {
  lines: readonly QueueLine[];
  counts: ReadonlyMap<string, number>;
  chosen: string | null;
  onChoose: (sku: string) => void;
}

const shown_max = 100;

/** What is to be counted, what nobody has looked at first. */
export function CountLines({ lines, counts, chosen, onChoose }: Props) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const matching = lines.filter(
    ({ sku, name }) => sku.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted),
  );
  const sorted = [
    ...matching.filter(({ sku }) => !counts.has(sku)),
    ...matching.filter(({ sku }) => counts.has(sku)),
  ];
  const left = lines.filter(({ sku }) => !counts.has(sku)).length;
  return (
    <section aria-label="Lines" className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-base font-semibold">
          {left === 0 ? 'Every line is counted' : `${linesIn(left)} of ${formatUnits(lines.length)} to count`}
        </h2>
        <Input
          aria-label="Find a line"
          placeholder="Find a line"
          className="w-48"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <ul className="grid gap-px overflow-hidden rounded-md border border-line bg-line">
        {sorted.slice(0, shown_max).map(({ sku, name }) => (
          <li key={sku} className="bg-card">
            <button
              type="button"
              aria-pressed={sku === chosen}
              onClick={() => onChoose(sku)}
              className="flex min-h-11 w-full items-center gap-3 px-3 py-2 text-left -outline-offset-2 hover:bg-hover aria-pressed:bg-hover"
            >
              <span className="grid min-w-0 grow">
                <span className="truncate text-sm font-medium">{name}</span>
                <span className="truncate font-mono text-xs text-muted">{sku}</span>
              </span>
              <span className="text-sm tabular-nums">
                {counts.has(sku) ? (
                  <span className="font-semibold">{formatUnits(counts.get(sku) ?? 0)}</span>
                ) : (
                  <span className="text-muted">not counted</span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {sorted.length > shown_max && (
        <p className="text-xs text-muted">
          {linesIn(sorted.length - shown_max)} more: type to find them, or scan.
        </p>
      )}
    </section>
  );
}
