import { expect, it } from 'vitest';
import { listingState } from './listing-state';

const calm = { published: 10, acknowledged: 10, drift: null, paused: false, connected: true };

it.each([
  [calm, 'in_step'],
  [{ ...calm, drift: 0 }, 'in_step'],
  [{ ...calm, published: 12 }, 'publishing'],
  [{ ...calm, acknowledged: null }, 'publishing'],
  [{ ...calm, published: null, acknowledged: null }, 'waiting'],
  [{ ...calm, published: null, acknowledged: null, connected: false }, 'not_pushed'],
  [{ ...calm, published: 12, drift: -3 }, 'drift'],
  [{ ...calm, drift: 3, paused: true }, 'paused'],
])('%o is %s', (facts, expected) => {
  expect(listingState(facts)).toBe(expected);
});
