'use client';

import { Radio, RefreshCw, Timer } from 'lucide-react';
import { classNames } from '@/components/ui/class-names';
import { toneText } from '@/components/ui/tone';
import { useLiveState } from './live-provider';

const shown = {
  connecting: { word: 'Connecting', icon: RefreshCw, tone: 'neutral', hint: 'Opening the live connection.' },
  live: { word: 'Live', icon: Radio, tone: 'good', hint: 'Changes show here as they happen.' },
  reconnecting: {
    word: 'Reconnecting',
    icon: RefreshCw,
    tone: 'warning',
    hint: 'The live connection broke. What is shown may be some seconds old.',
  },
  polling: {
    word: 'Polling',
    icon: Timer,
    tone: 'warning',
    hint: 'No live connection: the screen asks every 10 seconds.',
  },
} as const;

/** Says how fresh the screen is, in a word. */
export function LiveIndicator() {
  const state = useLiveState();
  const { word, icon: Icon, tone, hint } = shown[state];
  return (
    <p
      role="status"
      title={hint}
      data-live={state}
      className={classNames('flex h-8 items-center gap-2 px-2 text-xs font-medium', toneText[tone])}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="max-sm:sr-only">{word}</span>
    </p>
  );
}
