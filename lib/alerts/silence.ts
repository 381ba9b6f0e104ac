import type { AlertRule } from './rules';

/** Nothing that matches is told of until it ends; '' matches anything. Times are ms since 1970. */
export interface Silence {
  silence: string;
  rule: AlertRule | '';
  sku: string;
  node: string;
  channel: string;
  until: number;
}

/** The first silence in force that matches all it names, or null. */
export function silenceFor(
  silences: readonly Silence[],
  at: { rule: AlertRule; sku: string; node: string; channel: string },
  now: number,
): Silence | null {
  const fits = (wanted: string, given: string) => wanted === '' || wanted === given;
  return (
    silences.find(
      (silence) =>
        silence.until > now &&
        fits(silence.rule, at.rule) &&
        fits(silence.sku, at.sku) &&
        fits(silence.node, at.node) &&
        fits(silence.channel, at.channel),
    ) ?? null
  );
}
