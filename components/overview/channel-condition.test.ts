import { describe, expect, it } from 'vitest';
import { channelCondition, lastDays } from './channel-condition';

const channel = {
  channel: 'web',
  name: 'Web',
  connected: true,
  paused: false,
  error: null,
  waiting: 0,
  drifted: 0,
  inbox: 0,
  demand: [],
};

describe('the condition of a channel', () => {
  it.each([
    [{}, 'In step', false],
    [{ connected: false, error: 'x' }, 'Not pushed to', false],
    [{ waiting: 3 }, '3 to publish', false],
    [{ waiting: 3, inbox: 1 }, '1 orders wait', true],
    [{ inbox: 1, drifted: 2 }, '2 drifted', true],
    [{ drifted: 2, error: 'refused' }, 'Failing', true],
    [{ error: 'refused', paused: true }, 'Paused', true],
  ])('%o is %s', (change, word, needsSomebody) => {
    expect(channelCondition({ ...channel, ...change })).toMatchObject({ word, needsSomebody });
  });
});

describe('the last days', () => {
  it('are fourteen, with holes as 0, across a month', () => {
    const days = lastDays(
      [
        { day: '2026-03-02', units: 5 },
        { day: '2026-02-28', units: 7 },
        { day: '2026-02-01', units: 99 },
      ],
      '2026-03-02',
    );
    expect(days).toHaveLength(14);
    expect(days.slice(-3)).toEqual([7, 0, 5]);
    expect(days.slice(0, -3).every((units) => units === 0)).toBe(true);
  });
});
