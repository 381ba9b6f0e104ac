'use client';

import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InstantField } from '@/components/ui/instant-field';
import { zoneName } from '@/lib/shared/format';

export interface Range {
  from: string;
  to: string;
}

const presets = [7, 30, 90, 365] as const;
const day_ms = 86_400_000;

interface Props {
  range: Range;
  /** Only the end counts. */
  instant: boolean;
  onChange: (range: Range) => void;
}

/** From when to when, absolute, so that the address means the same tomorrow. */
export function RangeBar({ range, instant, onChange }: Props) {
  const last = (days: number) => {
    const to = Math.floor(Date.now() / 60_000) * 60_000;
    onChange({ from: new Date(to - days * day_ms).toISOString(), to: new Date(to).toISOString() });
  };
  return (
    <div className="flex flex-wrap items-end gap-3 print:hidden">
      {!instant && (
        <Field label={`After (${zoneName})`}>
          <InstantField
            value={range.from}
            max={range.to}
            onChange={(from) => from !== null && from < range.to && onChange({ ...range, from })}
          />
        </Field>
      )}
      <Field label={`${instant ? 'At' : 'Up to'} (${zoneName})`}>
        <InstantField
          value={range.to}
          onChange={(to) => {
            if (to === null) return;
            // An instant keeps a range before it, for the reports that ask for one.
            const from = to > range.from ? range.from : new Date(Date.parse(to) - 30 * day_ms).toISOString();
            onChange({ from, to });
          }}
        />
      </Field>
      <div className="flex flex-wrap gap-1">
        {instant ? (
          <Button onClick={() => last(30)}>Now</Button>
        ) : (
          presets.map((days) => (
            <Button key={days} onClick={() => last(days)}>
              Last {days} days
            </Button>
          ))
        )}
      </div>
    </div>
  );
}
