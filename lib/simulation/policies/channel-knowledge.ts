import type { LoopTimes } from '@/lib/allocation/loop';
import { type ChannelForecast, expectedBetween } from '@/lib/demand/forecast';
import { advancePulse, startPulse } from '@/lib/demand/pulse';
import { hour_profile, order_dispersion } from '../arrivals';
import type { ChannelScenario, Scenario, Surge } from '../scenario';

/** What our policy knows of a channel beside its rights. Times are ms from the start. */
export interface ChannelKnowledge {
  model: ChannelScenario;
  forecast: ChannelForecast;
  /** What it most likely shows, and as of when that was certain. */
  shown: number;
  shownAt: number;
  /** Since when it shows nothing, by our books. */
  emptySince: number | null;
  lastRaisedAt: number | null;
  lastLoweredAt: number | null;
  /** Recorded orders that the pulse has not taken in. */
  recent: { at: number; units: number }[];
}

/** φ of whole days of the modelled demand: what its shocks and order sizes come to. */
const day_dispersion = 2;
/** 95 % of a lognormal lie below its median × e^(1.645 σ). */
const z95 = 1.645;

/** The level of each channel is known from its past; only what is in the promotion calendar is known of the future. */
export function knowChannel(scenario: Scenario, model: ChannelScenario): ChannelKnowledge {
  const total = hour_profile.reduce((sum, factor) => sum + factor, 0);
  const usual = {
    level: model.demandShare * scenario.meanDailyUnits,
    dispersion: day_dispersion,
    orderDispersion: order_dispersion,
    weekday: [1, 1, 1, 1, 1, 1, 1],
  };
  const base: ChannelForecast = {
    ...(model.known ?? usual),
    hours: model.known === undefined ? hour_profile.map((factor) => factor / total) : null,
    pulse: startPulse(0),
    uplifts: [],
  };
  const uplifts = scenario.knownPromotions
    .filter(({ channel }) => channel === model.name)
    .map((surge) => upliftOf(base, surge));
  return {
    model,
    forecast: { ...base, uplifts },
    shown: 0,
    shownAt: -1,
    emptySince: 0,
    lastRaisedAt: null,
    lastLoweredAt: null,
    recent: [],
  };
}

function upliftOf(base: ChannelForecast, { fromSecond, toSecond, extraUnits }: Surge) {
  const [startsAt, endsAt] = [fromSecond * 1000, toSecond * 1000];
  const usual = expectedBetween(base, startsAt, endsAt).units;
  return { startsAt, endsAt, factor: (usual + extraUnits) / usual, deviation: 0 };
}

/** Units came off the listing, or onto it, at this time; what was certain later has counted them already. */
export function shownBy(known: ChannelKnowledge, at: number, units: number): void {
  if (at <= known.shownAt) return;
  known.shown += units;
  if (known.shown <= 0) known.emptySince ??= at;
}

/** Takes into the pulse what was ordered up to the watermark, against what was expected while there was something to sell. */
export function learnTo(known: ChannelKnowledge, watermark: number): void {
  const { pulse } = known.forecast;
  if (pulse === null || watermark <= pulse.at) return;
  if (known.shown > 0) known.emptySince = null;
  const until = Math.max(pulse.at, Math.min(watermark, known.emptySince ?? watermark));
  const came = known.recent.filter((order) => order.at <= watermark);
  known.recent = known.recent.filter((order) => order.at > watermark);
  known.forecast = {
    ...known.forecast,
    pulse: advancePulse(pulse, {
      watermark,
      came: came.reduce((sum, { units }) => sum + units, 0),
      expected: expectedBetween({ ...known.forecast, pulse: null }, pulse.at, until).units,
    }),
  };
}

export function loopOf({ report, push }: ChannelScenario): LoopTimes {
  const reportLagSecondsP95 =
    report.type === 'poll'
      ? report.periodSeconds * 0.95
      : report.medianSeconds * Math.exp(z95 * report.logSigma);
  return {
    reportLagSecondsP95,
    pushLagSecondsP95: push.medianSeconds * Math.exp(z95 * push.logSigma),
    acknowledgeSeconds: push.ackMedianSeconds,
  };
}
