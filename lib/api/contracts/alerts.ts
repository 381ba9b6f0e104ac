import { z } from 'zod';
import { alertStates } from '@/lib/alerts/alert';
import { acknowledged_hours_max } from '@/lib/alerts/handle';
import { alertRules, severities } from '@/lib/alerts/rules';
import { silenceSchema } from '@/lib/alerts/silence';
import { instantSchema } from '@/lib/shared/clock';
import { codeSchema, idSchema, textSchema } from '@/lib/shared/text';
import { contract } from '../contract';
import { listQuery, pageSchema } from '../list-query';

const instant = z.iso.datetime();

const alertSchema = z.object({
  id: z.string(),
  rule: z.enum(alertRules),
  status: z.enum(alertStates),
  severity: z.enum(severities),
  cause: z.string().describe('What is wrong, in a sentence.'),
  sku: z.string().nullable(),
  node: z.string().nullable(),
  channel: z.string().nullable(),
  location: z.string().nullable(),
  value: z.int(),
  threshold: z.int(),
  clearsAt: z.int(),
  worst: z.int(),
  unitsAtRisk: z.int(),
  moneyAtRiskMinor: z.int().nullable().describe('In minor units of `currency`.'),
  currency: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  count: z.int().describe('How often it began to fire.'),
  firing: z.boolean(),
  suppressedBy: z
    .record(z.string(), z.string())
    .nullable()
    .describe('The alert it follows from, a silence, or what was decided; null: it is told of.'),
  owner: z.string().nullable(),
  ownerName: z.string().nullable(),
  since: instant,
  openedAt: instant.nullable(),
  acknowledgedUntil: instant.nullable(),
  snoozedUntil: instant.nullable(),
  snoozedUntilWorseThan: z.int().nullable(),
  resolvedAt: instant.nullable(),
  resolvedBy: z.enum(['cleared', 'hand', 'dropped']).nullable(),
  escalatedAt: instant.nullable(),
  trend: z
    .array(z.object({ at: instant, value: z.int() }))
    .describe('The last values with when they were seen, oldest first.'),
  version: z.int(),
});

export const getAlertsContract = contract({
  method: 'GET',
  path: '/alerts',
  operation: 'listAlerts',
  tag: 'Alerts',
  summary: 'List alerts',
  description:
    'Those that are not resolved by severity and then the newest first; resolved ones by when they were resolved.',
  permission: 'read_operations',
  query: listQuery({
    status: z.enum(alertStates).optional().describe('Absent: all that ever opened.'),
    rule: z.enum(alertRules).optional(),
    severity: z.enum(severities).optional(),
    sku: codeSchema.optional(),
    node: codeSchema.optional(),
    channel: codeSchema.optional(),
    suppressed: z.enum(['yes', 'no']).optional().describe('Absent: both.'),
  }),
  answers: { 200: { description: 'Alerts.', schema: pageSchema(alertSchema) } },
});

const params = z.object({ id: idSchema });
const reason = textSchema.pipe(z.string().max(500));
const done = (description: string) => ({
  200: { description, schema: alertSchema },
  404: { description: 'There is no such alert.' },
  409: { description: 'not_open, already_acknowledged (with its owner) or resolves_itself.' },
});

export const acknowledgeAlertContract = contract({
  method: 'POST',
  path: '/alerts/{id}/acknowledge',
  operation: 'acknowledgeAlert',
  tag: 'Alerts',
  summary: 'Take an alert in hand',
  description:
    'The caller owns it. It goes back to open when the time runs out while it still fires. An alert that somebody else has acknowledged is refused.',
  permission: 'handle_alerts',
  params,
  body: z.strictObject({ hours: z.int().min(1).max(acknowledged_hours_max).optional() }).optional(),
  answers: done('Acknowledged.'),
});

export const snoozeAlertContract = contract({
  method: 'POST',
  path: '/alerts/{id}/snooze',
  operation: 'snoozeAlert',
  tag: 'Alerts',
  summary: 'Let an alert rest until a time, or until it gets worse',
  permission: 'handle_alerts',
  params,
  body: z.strictObject({
    until: instantSchema.optional(),
    untilWorse: z.boolean().optional(),
    reason: reason.optional(),
  }),
  answers: { ...done('Snoozed.'), 422: { description: 'Neither or an impossible end is given.' } },
});

export const resolveAlertContract = contract({
  method: 'POST',
  path: '/alerts/{id}/resolve',
  operation: 'resolveAlert',
  tag: 'Alerts',
  summary: 'Resolve an alert by hand, with the reason',
  description:
    'While its cause stands it stays resolved until it has cleared once or gets worse. A discrepancy closes only by a recount or an approved adjustment.',
  permission: 'resolve_alerts',
  params,
  body: z.strictObject({ reason: reason.pipe(z.string().min(1, 'must say why')) }),
  answers: done('Resolved.'),
});

export const assignAlertContract = contract({
  method: 'POST',
  path: '/alerts/{id}/assign',
  operation: 'assignAlert',
  tag: 'Alerts',
  summary: 'Give an alert to somebody, or to nobody',
  permission: 'handle_alerts',
  params,
  body: z.strictObject({ owner: z.string().min(1).max(200).nullable().describe('`user:<id>` or null.') }),
  answers: { ...done('Assigned.'), 422: { description: 'unknown_owner.' } },
});

const silence = z.object({
  id: z.string(),
  rule: z.enum(alertRules).or(z.literal('')),
  sku: z.string(),
  node: z.string(),
  channel: z.string(),
  reason: z.string(),
  until: instant,
  createdAt: instant,
  createdBy: z.string(),
  suppresses: z.int().describe('Alerts that it keeps quiet now.'),
});

export const getSilencesContract = contract({
  method: 'GET',
  path: '/silences',
  operation: 'listSilences',
  tag: 'Alerts',
  summary: 'List the silences in force',
  permission: 'read_operations',
  answers: {
    200: { description: 'The one that ends first first.', schema: z.object({ items: z.array(silence) }) },
  },
});

export const postSilenceContract = contract({
  method: 'POST',
  path: '/silences',
  operation: 'silenceAlerts',
  tag: 'Alerts',
  summary: 'Tell nobody of the alerts that match, until a time',
  description:
    'They open and are logged all the same. What is not given matches anything; something must be given.',
  permission: 'resolve_alerts',
  body: silenceSchema,
  answers: { 201: { description: 'In force.', schema: silence } },
});

export const deleteSilenceContract = contract({
  method: 'DELETE',
  path: '/silences/{id}',
  operation: 'endSilence',
  tag: 'Alerts',
  summary: 'End a silence',
  description: 'Ending it again succeeds and changes nothing.',
  permission: 'resolve_alerts',
  params,
  answers: {
    200: { description: 'The silence with its end.', schema: silence },
    404: { description: 'There is no such silence.' },
  },
});
