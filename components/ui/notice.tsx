import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { type Tone, toneBox, toneIcon, toneText } from './tone';

interface Props {
  tone: Tone;
  children: ReactNode;
  /** What can be done about it. */
  action?: ReactNode;
  /** Read out at once when it appears. */
  urgent?: boolean;
}

/** A sentence that needs to be read: what happened, what was kept, what to do next. */
export function Notice({ tone, children, action, urgent = false }: Props) {
  const Icon = toneIcon[tone];
  return (
    <div
      {...(urgent ? { role: 'alert' } : {})}
      className={classNames(
        'flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border px-3 py-2 text-sm',
        toneBox[tone],
      )}
    >
      <span className="flex min-w-0 flex-1 basis-60 items-start gap-2">
        <Icon aria-hidden className={classNames('mt-0.5 size-4 shrink-0', toneText[tone])} />
        <span className="min-w-0">{children}</span>
      </span>
      {action}
    </div>
  );
}
