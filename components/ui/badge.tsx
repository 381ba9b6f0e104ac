import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { type Tone, toneIcon, toneText } from './tone';

interface Props {
  tone: Tone;
  icon?: LucideIcon;
  children: ReactNode;
}

/** A state as an icon and a word. */
export function Badge({ tone, icon, children }: Props) {
  const Icon = icon ?? toneIcon[tone];
  return (
    <span
      className={classNames('inline-flex items-center gap-1.5 whitespace-nowrap font-medium', toneText[tone])}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {children}
    </span>
  );
}
