/** A stream of numbers in [0, 1) that a seed determines: the same on every machine. */
export type Random = () => number;

/** Mulberry32 (Tommy Ettinger): 32 bits of state, passes what a simulation of some million draws asks of it. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A stream of its own for each purpose, so that one more draw here changes nothing there (FNV-1a over the name). */
export function streamOf(seed: number, purpose: string): Random {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < purpose.length; index++)
    hash = Math.imul(hash ^ purpose.charCodeAt(index), 0x01000193);
  return randomFrom(hash);
}

/** Standard normal (Box and Muller 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Lognormal by its median. */
export function lognormal(random: Random, median: number, logSigma: number): number {
  return median * Math.exp(logSigma * normal(random));
}

/** Gamma with shape ≥ 1 and mean = shape (Marsaglia and Tsang 2000). */
export function gamma(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Poisson by waiting times; made for means up to some hundred. */
export function poisson(random: Random, mean: number): number {
  let count = 0;
  let waited = -Math.log(1 - random());
  while (waited < mean) {
    count += 1;
    waited -= Math.log(1 - random());
  }
  return count;
}
