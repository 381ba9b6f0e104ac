'use client';

import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Popover } from '@/components/ui/popover';
import type { ColumnChoice } from './column';

interface Props {
  columns: readonly { id: string; header: string; shown: boolean; fixed: boolean }[];
  /** Null: as at first. */
  onChange: (choice: ColumnChoice | null) => void;
}

/** Which columns are shown, and in which order. The first one stays. */
export function ColumnsMenu({ columns, onChange }: Props) {
  const free = columns.filter(({ fixed }) => !fixed);
  const write = (next: typeof free) =>
    onChange({
      order: next.map(({ id }) => id),
      hidden: next.filter(({ shown }) => !shown).map(({ id }) => id),
    });
  const move = (from: number, to: number) => {
    const next = [...free];
    const [column] = next.splice(from, 1);
    if (column !== undefined) next.splice(to, 0, column);
    write(next);
  };
  return (
    <Popover
      title="Columns"
      align="end"
      trigger={
        <Button look="bare" className="max-sm:hidden">
          <Columns3 aria-hidden />
          <span className="max-2xl:sr-only">Columns</span>
        </Button>
      }
    >
      <ul className="grid max-h-80 gap-0.5 overflow-y-auto">
        {free.map((column, index) => (
          <li key={column.id} className="flex items-center gap-1">
            <Checkbox
              className="grow pr-4"
              checked={column.shown}
              onChange={(shown) =>
                write(free.map((other) => (other.id === column.id ? { ...other, shown } : other)))
              }
            >
              {column.header}
            </Checkbox>
            <Button
              look="bare"
              size="icon"
              className="size-6"
              aria-label={`Move ${column.header} forward`}
              disabled={index === 0}
              onClick={() => move(index, index - 1)}
            >
              <ArrowUp aria-hidden />
            </Button>
            <Button
              look="bare"
              size="icon"
              className="size-6"
              aria-label={`Move ${column.header} back`}
              disabled={index === free.length - 1}
              onClick={() => move(index, index + 1)}
            >
              <ArrowDown aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      <Button look="bare" className="justify-self-start" onClick={() => onChange(null)}>
        As at first
      </Button>
    </Popover>
  );
}
