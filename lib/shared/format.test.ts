import { describe, expect, it } from 'vitest';
import { formatDelta, formatInstant, formatMoney, formatUnits, zoneName } from './format';

describe('formatting', () => {
  it('groups as India does and writes a true minus', () => {
    expect(formatUnits(12_345_678)).toBe('1,23,45,678');
    expect(formatUnits(-3)).toBe('−3');
    expect(formatDelta(40)).toBe('+40');
    expect(formatDelta(0)).toBe('0');
  });

  it('shows instants in the zone it names', () => {
    expect(formatInstant('2026-03-01T10:00:00.000Z')).toBe('01 Mar 15:30:00');
    expect(zoneName).toBe('IST');
  });

  it('writes money from minor units of any currency', () => {
    expect(formatMoney(19_950, 'INR')).toBe('₹199.50');
    expect(formatMoney(1_250, 'JPY')).toContain('1,250');
  });
});
