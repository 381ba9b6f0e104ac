import type { Tone } from '@/components/ui/tone';
import type { ChannelView } from './channel-types';

/** The first that holds, the one that needs somebody most first. */
export function healthOf(channel: ChannelView): { tone: Tone; word: string } {
  if (channel.connector === 'none') return { tone: 'neutral', word: 'Not pushed to' };
  if (channel.paused) return { tone: 'warning', word: 'Paused' };
  if (channel.pushFailures > 0) return { tone: 'critical', word: 'Push fails' };
  if (channel.failures > 0) return { tone: 'critical', word: 'Poll fails' };
  if (channel.connectedAt === null) return { tone: 'information', word: 'Connecting' };
  if (channel.drifted > 0) return { tone: 'warning', word: 'Drift' };
  if (channel.waiting > 0) return { tone: 'information', word: 'Publishing' };
  return { tone: 'good', word: 'In step' };
}

/** Failed of all in percent, to one place: 1 of 8 is 12.5. Null where nothing was tried. */
export function errorRatePercent(failed: number, succeeded: number): number | null {
  const all = failed + succeeded;
  return all === 0 ? null : Math.round((failed / all) * 1000) / 10;
}

/** Milliseconds as seconds, minutes or hours, rounded down: 14 s, 3 min, 2 h. */
export function lagWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}

export function lagSince(iso: string | null, nowMs: number): string | null {
  return iso === null ? null : lagWords(nowMs - Date.parse(iso));
}
