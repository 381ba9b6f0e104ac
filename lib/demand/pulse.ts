/**
 * How demand runs today against what was expected: a discounted Gamma-Poisson. `n` units came and `e` were expected,
 * both fading with the time constant τf, so m = (a₀ + n/φ) ÷ (a₀ + e/φ) is near 1 without news and follows a rush within
 * minutes. Units are divided by φ = E[q²] ÷ E[q], because a unit of a bulk order tells less than an order of one.
 */
export interface Pulse {
  /** Units that came, faded. */
  came: number;
  /** Units that were expected, faded. */
  expected: number;
  /** Up to when both are known: the channel's report watermark, ms since 1970. */
  at: number;
}

/** τf: news of this age counts 1/e. */
export const pulse_memory_hours = 2;
/** a₀: how many orders' worth of evidence the expectation itself is given. */
export const pulse_prior_orders = 4;
/** τb: a rush is expected to have fallen to 1/e of itself after this. */
export const pulse_return_hours = 3;
/** However much is known about now, the level ahead is never held for surer than this many orders would make it. */
export const pulse_certainty_orders_max = 12;

const hour_ms = 3_600_000;

export function startPulse(at: number): Pulse {
  return { came: 0, expected: 0, at };
}

export interface PulseStep {
  /** The report watermark reached: every order by then is known. Never "now": a slow poller is not falling demand. */
  watermark: number;
  /** Units ordered in (pulse.at, watermark]; cancelled ones stay in, they were demand. */
  came: number;
  /** Units expected in the same time, without the pulse and only while the listing could sell. */
  expected: number;
}

/** The pulse at a later watermark. An earlier or equal one changes nothing: its orders were counted already. */
export function advancePulse(pulse: Pulse, step: PulseStep): Pulse {
  if (step.watermark <= pulse.at) return pulse;
  const kept = Math.exp(-(step.watermark - pulse.at) / (pulse_memory_hours * hour_ms));
  return {
    came: pulse.came * kept + step.came,
    expected: pulse.expected * kept + step.expected,
    at: step.watermark,
  };
}

/** m: how many times as much as expected is being asked for; 1 without news. Worked: 20 came, 5 expected, φ 1 → 24/9. */
export function multiplierOf(pulse: Pulse, orderDispersion: number): number {
  return (
    (pulse_prior_orders + pulse.came / orderDispersion) /
    (pulse_prior_orders + pulse.expected / orderDispersion)
  );
}

/** How many orders' worth of evidence the level rests on, at most `pulse_certainty_orders_max`. */
export function certaintyOf(pulse: Pulse, orderDispersion: number): number {
  return Math.min(pulse_prior_orders + pulse.came / orderDispersion, pulse_certainty_orders_max);
}

/**
 * Mean demand over a horizon in which `base` units are expected without the pulse:
 * ∫λ + (m − 1)·λ̄·τb·(1 − e^(−h/τb)), λ̄ = base ÷ h. Worked: m = 3, 30 units over 30 h → 30 + 2·1·3·(1 − e^−10) = 36.
 */
export function pulsedMean(base: number, horizonMs: number, multiplier: number): number {
  if (horizonMs <= 0) return 0;
  const hours = horizonMs / hour_ms;
  const rush = pulse_return_hours * -Math.expm1(-hours / pulse_return_hours);
  return base + ((multiplier - 1) * base * rush) / hours;
}
