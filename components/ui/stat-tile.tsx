import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { Quantity } from './quantity';
import { Skeleton } from './skeleton';
import { type Tone, toneIcon, toneText } from './tone';

interface Props {
  label: string;
  /** Undefined: still loading. Null: not known. */
  value: number | null | undefined;
  /** "+" where the count stopped at a limit. */
  suffix?: string;
  tone?: Tone;
  /** What the tone means, in a word, and any second fact. */
  note?: ReactNode;
  /** The filtered list behind the number. */
  href?: Route;
}

/** One number that may need somebody, and the way to what is behind it. */
export function StatTile({ label, value, suffix, tone = 'neutral', note, href }: Props) {
  const Icon = toneIcon[tone];
  const body = (
    <>
      <span className="text-xs text-muted">{label}</span>
      <span className="flex h-8 items-center gap-2 text-lg font-semibold">
        {value === undefined ? <Skeleton className="h-5 w-12" /> : <Quantity units={value} />}
        {suffix}
      </span>
      <span className={classNames('flex min-h-4 items-center gap-1 text-xs', toneText[tone])}>
        {note && tone !== 'neutral' && <Icon aria-hidden className="size-3.5 shrink-0" />}
        <span className="truncate">{note}</span>
      </span>
    </>
  );
  const box = 'grid content-start gap-0.5 rounded-md border border-line bg-card p-4 max-sm:p-3';
  return href === undefined ? (
    <div className={box}>{body}</div>
  ) : (
    <Link href={href} className={classNames(box, 'transition-colors hover:bg-hover')}>
      {body}
    </Link>
  );
}
