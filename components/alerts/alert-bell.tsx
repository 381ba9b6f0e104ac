'use client';

import { Bell } from 'lucide-react';
import Link from 'next/link';
import { classNames } from '@/components/ui/class-names';
import { formatUnits } from '@/lib/shared/format';
import { useAlertCounts } from './use-alert-counts';

/** How many alerts are open, on every page; red while one of them is critical. */
export function AlertBell() {
  const { data } = useAlertCounts();
  const open = data?.open ?? 0;
  const critical = data?.critical ?? 0;
  const words =
    data === undefined
      ? 'Alerts'
      : `${formatUnits(open)} open alerts${critical > 0 ? `, ${formatUnits(critical)} critical` : ''}`;
  return (
    <Link
      href="/alerts"
      aria-label={words}
      title={words}
      data-open-alerts={open}
      className={classNames(
        'flex h-8 items-center gap-2 rounded-md px-2 text-xs font-medium transition-colors hover:bg-hover max-lg:h-11',
        critical > 0 ? 'text-critical' : open > 0 ? 'text-warning' : 'text-muted',
      )}
    >
      <Bell aria-hidden className="size-4 shrink-0" />
      <span className="tabular-nums">
        {formatUnits(open)}
        <span className="max-lg:sr-only"> open</span>
      </span>
    </Link>
  );
}
