'use client';

import { useEffect, useRef, useState } from 'react';
import { formatUnits } from '@/lib/shared/format';
import { classNames } from './class-names';

interface Props {
  /** Single units; null where nothing is known. */
  units: number | null;
  className?: string;
}

/** A quantity in tabular figures. When it changes while it is in view it glows once, softly. */
export function Quantity({ units, className }: Props) {
  const [changes, setChanges] = useState(0);
  const shown = useRef(units);
  useEffect(() => {
    const before = shown.current;
    shown.current = units;
    // What was not known before has not changed: it has come.
    if (before !== units && before !== null && units !== null) setChanges((count) => count + 1);
  }, [units]);
  return (
    <span
      key={changes}
      className={classNames(
        'rounded-sm tabular-nums',
        changes > 0 && 'animate-glow',
        units !== null && units < 0 && 'text-critical',
        className,
      )}
    >
      {units === null ? '–' : formatUnits(units)}
    </span>
  );
}
