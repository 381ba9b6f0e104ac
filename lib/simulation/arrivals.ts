import { gamma, poisson, streamOf } from './random';
import type { Arrival, Scenario } from './scenario';

/** Demand by the hour of the day, mean 1: little at night, most in the evening. Assumed, not measured. */
export const hour_profile = [
  0.35, 0.2, 0.12, 0.1, 0.1, 0.18, 0.4, 0.7, 0.95, 1.15, 1.3, 1.35, 1.35, 1.25, 1.2, 1.2, 1.25, 1.35, 1.5,
  1.75, 1.95, 1.9, 1.5, 0.85,
];
const profile_mean = hour_profile.reduce((sum, factor) => sum + factor, 0) / 24;

/** Orders of one, two and three units. */
const quantity_chances = [0.8, 0.15, 0.05];
export const units_per_order = 1.25;
/** E[q²] ÷ E[q] of these orders. */
export const order_dispersion = 1.85 / 1.25;

const step_seconds = 600;

/**
 * What customers want, by time: per channel Poisson orders in steps of ten minutes, at a rate that follows the hour, a
 * shock that all channels share (√Gamma(8)/8 per hour), one of its own (Gamma(4)/4 per hour), and surges. It depends on
 * scenario and seed alone, so that every policy meets the same customers.
 */
export function arrivalsOf(scenario: Scenario, seed: number): Arrival[] {
  const hours = Math.ceil(scenario.durationSeconds / 3_600);
  const market = shocks(streamOf(seed, 'market'), hours, 8).map(Math.sqrt);
  const arrivals = scenario.channels.flatMap((channel) => {
    const random = streamOf(seed, `demand ${channel.name}`);
    const own = shocks(random, hours, 4);
    const perSecond = (channel.demandShare * scenario.meanDailyUnits) / 86_400;
    const made: Arrival[] = [];
    for (let from = 0; from < scenario.durationSeconds; from += step_seconds) {
      const hour = Math.floor(from / 3_600);
      const usual =
        (perSecond * (hour_profile[hour % 24] ?? 1) * (market[hour] ?? 1) * (own[hour] ?? 1)) / profile_mean;
      const to = Math.min(from + step_seconds, scenario.durationSeconds);
      const units = usual * (to - from) + surging(scenario, channel.name, from, to);
      const orders = poisson(random, units / units_per_order);
      for (let order = 0; order < orders; order++)
        made.push({
          at: Math.floor((from + random() * (to - from)) * 1000),
          channel: channel.name,
          units: quantity(random()),
        });
    }
    return made;
  });
  return arrivals.sort((a, b) => a.at - b.at);
}

function shocks(random: () => number, hours: number, shape: number): number[] {
  return Array.from({ length: hours }, () => gamma(random, shape) / shape);
}

function surging({ surges }: Scenario, channel: string, from: number, to: number): number {
  let units = 0;
  for (const surge of surges) {
    if (surge.channel !== channel) continue;
    const overlap = Math.min(to, surge.toSecond) - Math.max(from, surge.fromSecond);
    if (overlap > 0) units += (surge.extraUnits * overlap) / (surge.toSecond - surge.fromSecond);
  }
  return units;
}

function quantity(chance: number): number {
  let sum = 0;
  for (const [index, share] of quantity_chances.entries()) {
    sum += share;
    if (chance < sum) return index + 1;
  }
  return quantity_chances.length;
}
