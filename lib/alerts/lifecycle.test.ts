import { describe, expect, it } from 'vitest';
import type { Alert, Finding, LogEntry } from './alert';
import { handle, tick } from './handle';
import { observe, reopen_within_ms } from './observe';

const finding = (fields: Partial<Finding> = {}): Finding => ({
  rule: 'listing_below_threshold',
  sku: 'A',
  node: '',
  channel: 'web',
  location: '',
  level: 'fires',
  value: 19,
  limit: 20,
  clearsAt: 25,
  forSeconds: 0,
  unitsAtRisk: 1,
  moneyMinor: 30_000,
  currency: 'INR',
  severity: 'warning',
  facts: {},
  suppressed: null,
  ...fields,
});

/** Follows one identity and keeps its log. */
class Followed {
  alerts: Alert[] = [];
  log: LogEntry[] = [];
  now = 1_000_000;

  get last(): Alert {
    const last = this.alerts.at(-1);
    if (last === undefined) throw new Error('no alert was opened');
    return last;
  }

  see(fields: Partial<Finding> = {}, afterMs = 1_000): this {
    this.now += afterMs;
    const step = observe(
      this.alerts.at(-1) ?? null,
      finding(fields),
      this.now,
      () => `a${this.alerts.length}`,
    );
    if (step === null) return this;
    if (this.alerts.at(-1)?.alert === step.alert.alert) this.alerts.pop();
    this.alerts.push(step.alert);
    this.log.push(...step.entries);
    return this;
  }

  do(action: Parameters<typeof handle>[1], actor = 'user:1') {
    this.now += 1_000;
    const handled = handle(this.last, action, actor, this.now, this.log.at(-1) ?? null);
    if (handled.ok) {
      this.alerts[this.alerts.length - 1] = handled.alert;
      this.log.push(...handled.entries);
    }
    return handled;
  }

  tick(afterMs: number): this {
    this.now += afterMs;
    const step = tick(this.last, this.now);
    if (step !== null) {
      this.alerts[this.alerts.length - 1] = step.alert;
      this.log.push(...step.entries);
    }
    return this;
  }

  get kinds() {
    return this.log.map(({ kind }) => kind);
  }
}

const clears = { level: 'clears', value: 25 } as const;
const between = { level: 'between', value: 22 } as const;

describe('what findings make of an alert', () => {
  it('opens once, keeps the worst value, and resolves by itself', () => {
    const a = new Followed().see().see({ value: 7 }).see({ value: 12 }).see(clears);
    expect(a.alerts).toHaveLength(1);
    expect(a.last).toMatchObject({ state: 'resolved', resolvedBy: 'cleared', worst: 7, count: 1 });
    expect(a.kinds).toEqual(['opened', 'resolved']);
  });

  it('gives one alert and two lines for a number that swings 100 times between 19 and 22', () => {
    const a = new Followed();
    for (let swing = 0; swing < 100; swing++) a.see().see(between);
    a.see(clears);
    expect(a.alerts).toHaveLength(1);
    expect(a.last.count).toBe(100);
    expect(a.kinds).toEqual(['opened', 'resolved']);
  });

  it('gives one alert, reopened, for a number that swings past both ends, and another after an hour', () => {
    const a = new Followed();
    for (let swing = 0; swing < 100; swing++) a.see().see(clears);
    expect(a.alerts).toHaveLength(1);
    expect(a.last.count).toBe(100);
    a.see({}, reopen_within_ms + 1);
    expect(a.alerts).toHaveLength(2);
  });

  it.each([
    ['unknown', { level: 'unknown', value: 0 }],
    ['between', between],
  ] as const)('is not resolved where the level is %s', (_, found) => {
    expect(new Followed().see().see(found).last.state).toBe('open');
  });

  it('waits for its time, and opens nothing where it clears before', () => {
    const late = { forSeconds: 60 };
    const a = new Followed().see(late).see(late, 59_000);
    expect(a.last.state).toBe('pending');
    expect(a.see(late, 1_000).last.state).toBe('open');
    const b = new Followed().see(late).see({ ...late, ...clears });
    expect(b.last).toMatchObject({ state: 'resolved', resolvedBy: 'dropped', openedAt: null });
  });

  it('opens nothing that was meant so, and suppresses what is open', () => {
    const paused = { suppressed: { by: 'policy', why: 'paused' } } as const;
    expect(new Followed().see(paused).alerts).toHaveLength(0);
    const a = new Followed().see().see(paused);
    expect(a.last).toMatchObject({ state: 'open', suppressed: paused.suppressed });
    a.see();
    expect(a.kinds).toEqual(['opened', 'suppressed', 'unsuppressed']);
  });

  it('writes nothing where nothing changed', () => {
    const a = new Followed().see();
    expect(observe(a.last, finding(), a.now + 1, () => 'x')).toBeNull();
  });

  it('leaves alone what was resolved by hand while it fired, until it clears or gets worse', () => {
    const a = new Followed().see();
    a.do({ action: 'resolve', reason: 'known' });
    a.see();
    expect(a.last.state).toBe('resolved');
    a.see({ value: 3 });
    expect(a.last).toMatchObject({ state: 'open', count: 2 });
    a.do({ action: 'resolve', reason: 'known' });
    a.see(clears).see();
    expect(a.last).toMatchObject({ state: 'open', count: 3 });
  });
});

describe('what people do with an alert', () => {
  it('gives it one owner, and tells the second who comes', () => {
    const a = new Followed().see();
    expect(a.do({ action: 'acknowledge' }).ok).toBe(true);
    expect(a.do({ action: 'acknowledge' }, 'user:2')).toMatchObject({
      ok: false,
      code: 'already_acknowledged',
    });
    expect(a.last.owner).toBe('user:1');
    expect(a.do({ action: 'acknowledge' }).ok).toBe(true);
  });

  it('goes back to open when the acknowledgement runs out while it fires', () => {
    const a = new Followed().see();
    a.do({ action: 'acknowledge', hours: 2 });
    expect(a.tick(2 * 3_600_000 - 1).last.state).toBe('acknowledged');
    expect(a.tick(1).last).toMatchObject({ state: 'open', owner: null });
    expect(a.kinds.at(-1)).toBe('acknowledgement_expired');
  });

  it('sleeps until a time, or until it gets worse', () => {
    const a = new Followed().see();
    a.do({ action: 'snooze', until: new Date(a.now + 3_600_000).toISOString() });
    a.see({ value: 2 });
    expect(a.last.state).toBe('snoozed');
    expect(a.tick(3_600_000).last.state).toBe('open');
    a.do({ action: 'snooze', untilWorse: true });
    a.see({ value: 2, unitsAtRisk: 9 });
    expect(a.last.state).toBe('snoozed');
    expect(a.see({ value: 1 }).last).toMatchObject({ state: 'open', snoozedUntil: null });
  });

  it('takes the last action back, by whoever did it, while nothing else has happened', () => {
    const a = new Followed().see();
    a.do({ action: 'acknowledge' });
    expect(a.do({ action: 'undo', version: a.last.version }, 'user:2')).toMatchObject({
      code: 'cannot_undo',
    });
    expect(a.do({ action: 'undo', version: a.last.version }).ok).toBe(true);
    expect(a.last).toMatchObject({ state: 'open', owner: null });
    a.do({ action: 'resolve', reason: 'a mistake' });
    expect(a.do({ action: 'undo', version: a.last.version }).ok).toBe(true);
    expect(a.last).toMatchObject({ state: 'open', resolvedAt: null });
    expect(a.do({ action: 'undo', version: a.last.version })).toMatchObject({ code: 'cannot_undo' });
  });

  it.each([
    [{ action: 'resolve', reason: 'counted by eye' }, { rule: 'discrepancy' }, 'resolves_itself'],
    [{ action: 'snooze', until: '2020-01-01T00:00:00.000Z' }, {}, 'until_out_of_range'],
    [{ action: 'acknowledge' }, { forSeconds: 9 }, 'not_open'],
  ] as const)('refuses %o', (action, found, code) => {
    const a = new Followed().see(found);
    a.now = Date.parse('2026-01-01T00:00:00Z');
    expect(a.do(action)).toMatchObject({ ok: false, code });
  });

  it('escalates once what nobody takes up', () => {
    const a = new Followed().see({ severity: 'critical' });
    a.tick(15 * 60_000).tick(15 * 60_000);
    expect(a.kinds).toEqual(['opened', 'escalated']);
  });
});
