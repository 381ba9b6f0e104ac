import { describe, expect, it } from 'vitest';
import { nextPath } from './next-path';

describe('nextPath', () => {
  it.each([
    ['/', '/'],
    ['/?sku=KUR-01&view=channels', '/?sku=KUR-01&view=channels'],
    ['/alerts#open', '/alerts#open'],
    ['//evil.example/x', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['https://evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/sign-in?next=/sign-in', '/'],
    ['/enter?token=x', '/'],
    ['', '/'],
    [null, '/'],
    [undefined, '/'],
    [`/${'x'.repeat(3000)}`, '/'],
  ])('%s goes to %s', (wanted, expected) => {
    expect(nextPath(wanted)).toBe(expected);
  });
});
