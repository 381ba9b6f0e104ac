import { describe, expect, test } from 'vitest';
import { errorRatePercent, healthOf, lagWords } from './channel-health';
import type { ChannelView } from './channel-types';

const fine: ChannelView = {
  channel: 'web',
  name: 'Web',
  kind: 'webshop',
  connector: 'open',
  sources: [],
  connectedAt: '2026-03-01T10:00:00Z',
  paused: false,
  pausedReason: null,
  pausedAt: null,
  pausedBy: null,
  pushedAt: null,
  polledAt: null,
  watermark: null,
  auditedAt: null,
  error: null,
  failures: 0,
  pushError: null,
  pushFailures: 0,
  pushed: 0,
  pushFailed: 0,
  polled: 0,
  pollFailed: 0,
  listings: 1,
  listingsPaused: 0,
  waiting: 0,
  waitingSince: null,
  inFlight: 0,
  drifted: 0,
  inbox: 0,
};

describe('the health of a channel', () => {
  test.each([
    [{}, 'In step'],
    [{ waiting: 1 }, 'Publishing'],
    [{ waiting: 1, drifted: 1 }, 'Drift'],
    [{ drifted: 1, failures: 2 }, 'Poll fails'],
    [{ failures: 2, pushFailures: 1 }, 'Push fails'],
    [{ pushFailures: 1, paused: true }, 'Paused'],
    [{ paused: true, connector: 'none' }, 'Not pushed to'],
    [{ connectedAt: null }, 'Connecting'],
  ])('%j is %s', (change, word) => {
    expect(healthOf({ ...fine, ...change }).word).toBe(word);
  });
});

test('the error rate is what failed of all that was tried', () => {
  expect(errorRatePercent(1, 7)).toBe(12.5);
  expect(errorRatePercent(0, 3)).toBe(0);
  expect(errorRatePercent(0, 0)).toBeNull();
});

test.each([
  [-5_000, '0 s'],
  [89_999, '89 s'],
  [90_000, '1 min'],
  [89 * 60_000, '89 min'],
  [90 * 60_000, '1 h'],
])('%i ms are %s', (ms, words) => {
  expect(lagWords(ms)).toBe(words);
});
