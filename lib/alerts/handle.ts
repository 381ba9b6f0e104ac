import { z } from 'zod';
import { instantSchema } from '@/lib/shared/clock';
import { textSchema } from '@/lib/shared/text';
import { type Alert, type Handling, type LogEntry, type Step, stepOf } from './alert';
import { type Severity, traitsOf } from './rules';

export const acknowledged_hours_default = 4;
export const acknowledged_hours_max = 72;
export const snooze_days_max = 30;

const reason = textSchema.pipe(z.string().max(500, 'must have at most 500 characters'));

/** What a person or a program asks to be done with an alert. */
export const alertActionSchema = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('acknowledge'),
    hours: z.int().min(1).max(acknowledged_hours_max).optional(),
  }),
  z
    .strictObject({
      action: z.literal('snooze'),
      until: instantSchema.optional(),
      untilWorse: z.boolean().optional(),
      reason: reason.optional(),
    })
    .refine(({ until, untilWorse }) => until !== undefined || untilWorse === true, {
      message: 'is required unless untilWorse is true',
      path: ['until'],
    }),
  z.strictObject({
    action: z.literal('resolve'),
    reason: reason.pipe(z.string().min(1, 'must say why')),
  }),
  z.strictObject({ action: z.literal('assign'), owner: z.string().min(1).max(200).nullable() }),
  /** Takes back the last action, while nothing has happened to the alert since. */
  z.strictObject({ action: z.literal('undo'), version: z.int().min(1) }),
]);
export type AlertAction = z.output<typeof alertActionSchema>;

export type Handled =
  | ({ ok: true } & Step)
  | {
      ok: false;
      code: 'not_open' | 'already_acknowledged' | 'resolves_itself' | 'until_out_of_range' | 'cannot_undo';
      detail: string;
    };

/**
 * What an action makes of an alert, or why not. Two who acknowledge at once: the first owns it, the second is told
 * who does (`already_acknowledged`). `last` is the newest line of its log, which `undo` needs.
 */
export function handle(
  alert: Alert,
  action: AlertAction,
  actor: string,
  now: number,
  last: LogEntry | null,
): Handled {
  if (action.action === 'undo') return undo(alert, action.version, actor, now, last);
  if (alert.state === 'resolved' || alert.state === 'pending')
    return { ok: false, code: 'not_open', detail: 'The alert is not open any more. Nothing was changed.' };
  const line = { at: now, actor, before: handlingOf(alert) };
  switch (action.action) {
    case 'acknowledge': {
      if (alert.state === 'acknowledged' && alert.owner !== actor)
        return {
          ok: false,
          code: 'already_acknowledged',
          detail: 'Somebody else has acknowledged it and owns it now.',
        };
      const until = now + (action.hours ?? acknowledged_hours_default) * 3_600_000;
      return done(alert, awake({ state: 'acknowledged', owner: actor, acknowledgedUntil: until }), {
        ...line,
        kind: 'acknowledged',
      });
    }
    case 'snooze': {
      const until =
        action.until === undefined ? now + snooze_days_max * 86_400_000 : Date.parse(action.until);
      if (until <= now || until > now + snooze_days_max * 86_400_000)
        return {
          ok: false,
          code: 'until_out_of_range',
          detail: `An alert can be snoozed for at most ${snooze_days_max} days, and not into the past.`,
        };
      return done(
        alert,
        {
          state: 'snoozed',
          acknowledgedUntil: null,
          snoozedUntil: until,
          snoozedAt: action.untilWorse === true ? alert.value : null,
        },
        { ...line, kind: 'snoozed', note: action.reason ?? '' },
      );
    }
    case 'assign':
      return done(alert, { owner: action.owner }, { ...line, kind: 'assigned', note: action.owner ?? '' });
    case 'resolve': {
      const only = traitsOf(alert.rule).resolvedOnlyBy;
      if (only !== null)
        return {
          ok: false,
          code: 'resolves_itself',
          detail: `This closes only by ${only}. Acknowledge or snooze it meanwhile.`,
        };
      return done(
        alert,
        awake({ state: 'resolved', resolvedAt: now, resolvedBy: 'hand', acknowledgedUntil: null }),
        { ...line, kind: 'resolved', note: action.reason },
      );
    }
  }
}

function undo(alert: Alert, version: number, actor: string, now: number, last: LogEntry | null): Handled {
  const undoable = last !== null && last.before !== null && last.version === version && last.actor === actor;
  if (!undoable || last === null || last.before === null)
    return {
      ok: false,
      code: 'cannot_undo',
      detail: 'Something has happened to the alert since: look at its log. Nothing was changed.',
    };
  return done(alert, last.before, { at: now, actor, kind: 'undone', note: last.kind });
}

/**
 * What time alone makes of an alert: an acknowledgement runs out while it still fires, a snooze ends, what nobody has
 * taken up escalates once.
 */
export function tick(alert: Alert, now: number): Step | null {
  if (alert.state === 'acknowledged' && alert.acknowledgedUntil !== null && alert.acknowledgedUntil <= now)
    return stepOf(
      alert,
      { state: 'open', owner: null, acknowledgedUntil: null, openedAt: now, escalatedAt: null },
      { at: now, kind: 'acknowledgement_expired', note: alert.owner ?? '' },
    );
  if (alert.state === 'snoozed' && alert.snoozedUntil !== null && alert.snoozedUntil <= now)
    return stepOf(
      alert,
      { ...awake({ state: 'open' }), openedAt: now, escalatedAt: null },
      { at: now, kind: 'snooze_ended' },
    );
  const after = escalates_after_ms[alert.severity];
  if (
    alert.state === 'open' &&
    alert.suppressed === null &&
    alert.escalatedAt === null &&
    after !== null &&
    alert.openedAt !== null &&
    now - alert.openedAt >= after
  )
    return stepOf(alert, { escalatedAt: now }, { at: now, kind: 'escalated' });
  return null;
}

/** Open and owned by nobody for so long. */
export const escalates_after_ms: Readonly<Record<Severity, number | null>> = {
  critical: 15 * 60_000,
  warning: 4 * 60 * 60_000,
  information: null,
};

function awake(change: Partial<Alert>): Partial<Alert> {
  return { snoozedUntil: null, snoozedAt: null, ...change };
}

function done(alert: Alert, change: Partial<Alert>, line: Parameters<typeof stepOf>[2]): Handled {
  return { ok: true, ...stepOf(alert, change, line) };
}

function handlingOf(alert: Alert): Handling {
  const { state, owner, acknowledgedUntil, snoozedUntil, snoozedAt, resolvedAt, resolvedBy } = alert;
  return { state, owner, acknowledgedUntil, snoozedUntil, snoozedAt, resolvedAt, resolvedBy };
}
