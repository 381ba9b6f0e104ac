import type { Tone } from '@/components/ui/tone';
import type { ChannelState } from './overview-types';

/** How a channel is doing, the worst first, in a word and its tone. */
export function channelCondition(channel: ChannelState): {
  tone: Tone;
  word: string;
  needsSomebody: boolean;
} {
  const says = (tone: Tone, word: string, needsSomebody = true) => ({ tone, word, needsSomebody });
  if (!channel.connected) return says('neutral', 'Not pushed to', false);
  if (channel.paused) return says('warning', 'Paused');
  if (channel.error !== null) return says('critical', 'Failing');
  if (channel.drifted > 0) return says('critical', `${channel.drifted} drifted`);
  if (channel.inbox > 0) return says('warning', `${channel.inbox} orders wait`);
  if (channel.waiting > 0) return says('information', `${channel.waiting} to publish`, false);
  return says('good', 'In step', false);
}

/** Units of the last 14 days, oldest first, ending with `today` (YYYY-MM-DD, UTC); days without orders are 0. */
export function lastDays(demand: readonly { day: string; units: number }[], today: string): number[] {
  const byDay = new Map(demand.map(({ day, units }) => [day, units]));
  const end = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: days_shown }, (_, index) => {
    const day = new Date(end - (days_shown - 1 - index) * day_ms).toISOString().slice(0, 10);
    return byDay.get(day) ?? 0;
  });
}

export const days_shown = 14;
const day_ms = 24 * 60 * 60 * 1000;
