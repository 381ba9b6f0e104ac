import { type ReportName, reportNames } from './report';

const default_days = 30;
const minute_ms = 60_000;

export function reportNameOf(text: string): ReportName | null {
  return reportNames.find((name) => name === text) ?? null;
}

/** The last 30 days up to this minute, absolute. */
export function defaultRange(now: Date): { from: string; to: string } {
  const to = Math.floor(now.getTime() / minute_ms) * minute_ms;
  return {
    from: new Date(to - default_days * 86_400_000).toISOString(),
    to: new Date(to).toISOString(),
  };
}
