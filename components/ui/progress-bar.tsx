'use client';

import { Progress as BaseProgress } from '@base-ui/react/progress';
import { formatUnits } from '@/lib/shared/format';

interface Props {
  label: string;
  done: number;
  /** Null while nobody knows how much there is. */
  total: number | null;
  unit?: string;
}

/** How far something is, as a bar and in numbers. */
export function ProgressBar({ label, done, total, unit = '' }: Props) {
  return (
    <BaseProgress.Root
      value={total === null ? null : done}
      max={Math.max(total ?? 1, 1)}
      className="grid gap-1"
    >
      <div className="flex justify-between gap-3 text-xs">
        <BaseProgress.Label className="text-muted">{label}</BaseProgress.Label>
        <span className="tabular-nums">
          {formatUnits(done)}
          {total !== null && ` of ${formatUnits(total)}`} {unit}
        </span>
      </div>
      <BaseProgress.Track className="h-1.5 overflow-hidden rounded-sm bg-hover">
        <BaseProgress.Indicator className="h-full bg-accent transition-all data-indeterminate:w-1/3 data-indeterminate:animate-shimmer" />
      </BaseProgress.Track>
    </BaseProgress.Root>
  );
}
