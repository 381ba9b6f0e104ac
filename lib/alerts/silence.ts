import { z } from 'zod';
import { instantSchema } from '@/lib/shared/clock';
import { codeSchema, textSchema } from '@/lib/shared/text';
import { type AlertRule, alertRules } from './rules';

/** Nothing that matches is told of until it ends; '' matches anything. Times are ms since 1970. */
export interface Silence {
  silence: string;
  rule: AlertRule | '';
  sku: string;
  node: string;
  channel: string;
  until: number;
}

export const silence_days_max = 90;
const matcher = codeSchema.or(z.literal('')).default('');

/** A silence as a form or a program asks for it: what it matches, why, and until when. */
export const silenceSchema = z
  .strictObject({
    rule: z.enum(alertRules).or(z.literal('')).default(''),
    sku: matcher,
    node: matcher,
    channel: matcher,
    reason: textSchema.pipe(z.string().min(1, 'must say why').max(500)),
    until: instantSchema,
  })
  .refine(({ rule, sku, node, channel }) => [rule, sku, node, channel].some((each) => each !== ''), {
    message: 'must be given, or a SKU, a node or a channel: a silence over everything hides everything',
    path: ['rule'],
  })
  .refine(
    ({ until }) => {
      const ms = Date.parse(until) - Date.now();
      return ms > 0 && ms <= silence_days_max * 86_400_000;
    },
    { message: `must lie ahead, at most ${silence_days_max} days`, path: ['until'] },
  );
export type SilenceInput = z.output<typeof silenceSchema>;

/** A silence as lists and the API give it. Times are ISO 8601. */
export interface SilenceItem extends SilenceInput {
  id: string;
  createdAt: string;
  createdBy: string;
  /** Alerts that it keeps quiet now. */
  suppresses: number;
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
