'use client';

import { Unplug } from 'lucide-react';
import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { SelectInput } from '@/components/ui/select-input';
import type { Faults } from '@/lib/demo/control';
import type { Command, DemoStatus } from './demo-types';

interface Props {
  title: string;
  status: DemoStatus;
  command: Command;
}

interface Row {
  fault: keyof Faults;
  label: string;
  choices: readonly { value: number; label: string }[];
}

const shares = [
  { value: 0, label: 'None' },
  { value: 0.1, label: '10 %' },
  { value: 0.3, label: '30 %' },
  { value: 0.6, label: '60 %' },
];
const rows: readonly Row[] = [
  {
    fault: 'lateSeconds',
    label: 'Reports come late, in bursts',
    choices: [
      { value: 0, label: 'At once' },
      { value: 10, label: 'Every 10 s' },
      { value: 60, label: 'Every minute' },
      { value: 300, label: 'Every 5 min' },
    ],
  },
  { fault: 'duplicated', label: 'Reports told twice', choices: shares },
  { fault: 'failing', label: 'Requests that fail', choices: shares },
];
const outages = [15, 60, 300];

/** What can go wrong with a shop; all of it takes effect at once, and none of it loses an order. */
export function DisturbPopover({ title, status, command }: Props) {
  const id = useId();
  return (
    <Popover
      title={`Disturb ${title}`}
      align="end"
      className="w-80"
      trigger={
        <Button aria-label={`Disturb ${title}`}>
          <Unplug aria-hidden />
          Disturb
        </Button>
      }
    >
      {rows.map(({ fault, label, choices }) => {
        const value = status.faults[fault];
        const listed = choices.some((choice) => choice.value === value);
        return (
          <div key={fault} className="flex items-center justify-between gap-3 text-sm">
            <label htmlFor={`${id}-${fault}`}>{label}</label>
            <SelectInput
              id={`${id}-${fault}`}
              className="w-32 shrink-0"
              value={value}
              onChange={(event) => command({ faults: { [fault]: Number(event.target.value) } })}
            >
              {choices.map((choice) => (
                <option key={choice.value} value={choice.value}>
                  {choice.label}
                </option>
              ))}
              {!listed && <option value={value}>{value}</option>}
            </SelectInput>
          </div>
        );
      })}
      <div className="grid gap-2 border-t border-line pt-3">
        <p className="text-sm">Out of reach, while customers go on buying, for</p>
        <div className="flex flex-wrap gap-2">
          {outages.map((seconds) => (
            <Button key={seconds} onClick={() => command({ downSeconds: seconds })}>
              {seconds < 60 ? `${seconds} s` : `${seconds / 60} min`}
            </Button>
          ))}
          {status.downUntil !== null && (
            <Button onClick={() => command({ downSeconds: 0 })}>Back at once</Button>
          )}
        </div>
      </div>
      <p className="text-xs text-muted">None of this loses an order: what was kept back is told later.</p>
    </Popover>
  );
}
