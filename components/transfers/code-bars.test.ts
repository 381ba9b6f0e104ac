import { expect, test } from 'vitest';
import { barsOf } from './code-bars';

// ISO/IEC 15417: every symbol of Code 128 has eleven modules, the stop thirteen.
test('codes become Code 128: start, symbols, check, stop', () => {
  const bars = barsOf('KURTA-M') ?? '';
  expect(bars).toHaveLength(11 * (1 + 'KURTA-M'.length + 1) + 13);
  expect(bars.startsWith('11010010000')).toBe(true);
  expect(bars.endsWith('1100011101011')).toBe(true);
  // Pairs of digits share a symbol.
  expect((barsOf('8901234567890') ?? '').length).toBeLessThan((barsOf('ABCDEFGHIJKLM') ?? '').length);
  expect(barsOf('साड़ी')).toBeNull();
});
