import { expect, test } from 'vitest';
import { openSecrets, sealSecrets } from './channel-secrets';

const config = { baseUrl: 'https://shop.example', secret: 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0', pollSeconds: 5 };

test('secrets are split off, sealed, and come back for their own channel and key only', () => {
  const { config: open, sealed } = sealSecrets('web', config, 'key');
  expect(open).toEqual({ baseUrl: 'https://shop.example', pollSeconds: 5 });
  expect(sealed?.toString('latin1')).not.toContain('whsec');
  expect(openSecrets('web', sealed, 'key')).toEqual({ secret: config.secret });
  expect(() => openSecrets('app', sealed, 'key')).toThrow();
  expect(() => openSecrets('web', sealed, 'other')).toThrow();
  const broken = Buffer.from(sealed ?? []);
  broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
  expect(() => openSecrets('web', broken, 'key')).toThrow();
});

test('the same secret is never sealed to the same bytes', () => {
  const [one, two] = [sealSecrets('web', config, 'key'), sealSecrets('web', config, 'key')];
  expect(one.sealed?.equals(two.sealed ?? Buffer.of())).toBe(false);
});

test('without a secret nothing is sealed', () => {
  expect(sealSecrets('web', { baseUrl: 'https://shop.example' }, 'key').sealed).toBeNull();
  expect(openSecrets('web', null, 'key')).toEqual({});
});
