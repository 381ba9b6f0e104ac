import { z } from 'zod';
import { formatUnits } from '@/lib/shared/format';
import { codeSchema, textSchema } from '@/lib/shared/text';
import type { AlertItem } from './alert-item';
import type { deliveryStates } from './delivery-states';
import { type AlertRule, alertRules, type Severity, severities } from './rules';
import { ruleWords } from './words';
import { nextWithin, type WorkingHours, workingHoursSchema } from './working-hours';

export const destinationKinds = ['webhook', 'slack', 'email'] as const;
export type DestinationKind = (typeof destinationKinds)[number];
export const recipients_max = 20;
/** So many alerts are told one by one in a message; of the rest it gives the number. */
export const told_max = 20;

const url = z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).max(2_000);
const scope = {
  name: textSchema.pipe(z.string().min(1, 'must be given').max(100)),
  severity: z.enum(severities),
  rule: z.enum(alertRules).or(z.literal('')),
  node: codeSchema.or(z.literal('')),
  channel: codeSchema.or(z.literal('')),
  enabled: z.boolean(),
  /** When it is told; null: always. */
  hours: workingHoursSchema.nullable().default(null),
};

/**
 * Where alerts are told, as a form sends it. A secret that is left out stays as it is; a new destination needs its own:
 * a webhook's `secret` (`whsec_…`), the address of a Slack-compatible webhook, the address of a mail server with its
 * password (`smtps://user:password@host`).
 */
export const destinationSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...scope,
    kind: z.literal('webhook'),
    url,
    secret: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/=]{24,}$/, 'must begin with whsec_ and be base64')
      .optional(),
  }),
  z.strictObject({ ...scope, kind: z.literal('slack'), secret: url.optional() }),
  z.strictObject({
    ...scope,
    kind: z.literal('email'),
    from: z.email('must be an e-mail address'),
    to: z.array(z.email('must be e-mail addresses')).min(1, 'must be given').max(recipients_max),
    secret: z
      .url({ protocol: /^smtps?$/, error: 'must be smtp:// or smtps:// with the server' })
      .max(2_000)
      .optional(),
  }),
]);
export type DestinationInput = z.output<typeof destinationSchema>;

/** A destination as the page shows it: everything but its secrets. */
export interface DestinationItem {
  destination: string;
  name: string;
  kind: DestinationKind;
  config: { url?: string; from?: string; to?: string[] };
  severity: Severity;
  rule: AlertRule | '';
  node: string;
  channel: string;
  enabled: boolean;
  hours: WorkingHours | null;
  version: number;
  waiting: number;
  deliveredAt: string | null;
  lastError: string | null;
}

/** One message to one destination, as the log shows it. */
export interface DeliveryItem {
  id: string;
  destination: string;
  name: string;
  kind: Message['kind'];
  rule: AlertRule | '';
  severity: Severity;
  /** How many it tells of. */
  alerts: number;
  state: (typeof deliveryStates)[number];
  createdAt: string;
  dueAt: string | null;
  deliveredAt: string | null;
  attempts: number;
  lastError: string | null;
}

/** Whether a destination wants to hear of an alert. */
export function wants(
  destination: Pick<DestinationItem, 'severity' | 'rule' | 'node' | 'channel' | 'enabled'>,
  alert: { severity: Severity; rule: AlertRule; node: string; channel: string },
): boolean {
  const fits = (wanted: string, given: string) => wanted === '' || wanted === given;
  return (
    destination.enabled &&
    severities.indexOf(alert.severity) <= severities.indexOf(destination.severity) &&
    fits(destination.rule, alert.rule) &&
    fits(destination.node, alert.node) &&
    fits(destination.channel, alert.channel)
  );
}

/** However many more come, a message goes out after so long. */
export const gather_ms_max = 60_000;

/** For how long no more of a rule may have come before a message goes out: what is critical is not kept long. */
export function gatherMs(severity: Severity): number {
  return severity === 'critical' ? 2_000 : 30_000;
}

/** When a destination may be told of something so severe, at or after `at`. */
export function tellAt(hours: WorkingHours | null, severity: Severity, at: Date): Date {
  return hours === null || (severity === 'critical' && hours.criticalAlways) ? at : nextWithin(hours, at);
}

export interface Message {
  /** The same over all tries. */
  id: string;
  kind: 'opened' | 'escalated' | 'test';
  rule: AlertRule | null;
  severity: Severity;
  /** How many alerts it is about; `alerts` holds the first of them. */
  count: number;
  alerts: readonly AlertItem[];
  /** Of the feed. */
  link: string;
}

export function subjectOf({ kind, rule, severity, count }: Message): string {
  if (kind === 'test' || rule === null) return 'Truecount: a test message';
  const many = count === 1 ? '' : ` (${formatUnits(count)})`;
  return `${kind === 'escalated' ? 'Still open: ' : ''}${ruleWords[rule]}${many}, ${severity}`;
}

export function textOf(message: Message): string {
  if (message.kind === 'test')
    return `This is a test: alerts that are meant for here arrive here.\n${message.link}`;
  const rest = message.count - message.alerts.length;
  return [
    subjectOf(message),
    ...message.alerts.map(({ cause }) => `• ${cause}`),
    ...(rest > 0 ? [`… and ${formatUnits(rest)} more`] : []),
    message.link,
  ].join('\n');
}

/** As a CloudEvent, for a signed webhook. */
export function cloudEventOf(message: Message, at: string): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: message.id,
    source: message.link,
    type: `truecount.alerts.${message.kind}`,
    time: at,
    datacontenttype: 'application/json',
    data: {
      rule: message.rule,
      severity: message.severity,
      count: message.count,
      summary: subjectOf(message),
      alerts: message.alerts,
    },
  };
}

/** `&`, `<` and `>` are the only signs that a Slack-compatible webhook reads as its own. */
export function slackBodyOf(message: Message): { text: string } {
  return {
    text: textOf(message).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  };
}
