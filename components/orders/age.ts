const minute_ms = 60_000;
const steps = [
  { ms: 24 * 60 * minute_ms, word: 'd' },
  { ms: 60 * minute_ms, word: 'h' },
  { ms: minute_ms, word: 'min' },
] as const;

/** How long ago in the largest unit that is whole: 3 d, 5 h, 12 min; under a minute "now". */
export function ageWords(iso: string, nowMs: number): string {
  const age = nowMs - Date.parse(iso);
  const step = steps.find(({ ms }) => age >= ms);
  return step === undefined ? 'now' : `${Math.floor(age / step.ms)} ${step.word}`;
}
