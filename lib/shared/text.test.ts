import { describe, expect, test } from 'vitest';
import { codeSchema, idSchema } from './text';

describe('codes', () => {
  test.each(['WH', 'कुर्ता', 'A/B 1', '847'])('%s is one', (code) => {
    expect(codeSchema.parse(code)).toBe(code);
  });

  test.each(['', ' A', 'A\u0000', 'A\n', '\ud800', 'constructor', '__proto__', 'x'.repeat(129)])(
    '%j is none',
    (code) => {
      expect(codeSchema.safeParse(code).success).toBe(false);
    },
  );
});

test('a whole number is taken as the digits of an id', () => {
  expect(idSchema.parse(536365)).toBe('536365');
  expect(idSchema.safeParse(1.5).success).toBe(false);
});
