import { expect, test } from 'vitest';
import { databaseErrorKind, translateDatabaseError } from './errors';

test.each([
  [{ code: '40001' }, 'conflict'],
  [{ code: '40P01' }, 'conflict'],
  [{ code: '23505', constraint: 'sku_pkey', table: 'sku' }, 'unique'],
  [{ code: '23514' }, 'check'],
  [{ code: 'TC001' }, 'append_only'],
  [{ code: '22003' }, 'invalid'],
  [{ code: '57014' }, 'timeout'],
  [{ code: '57P01' }, 'unavailable'],
  [{ code: '08006' }, 'unavailable'],
  [{ code: 'ECONNREFUSED' }, 'unavailable'],
  [{ message: 'Connection terminated unexpectedly' }, 'unavailable'],
  [{ errors: [{ code: 'ECONNREFUSED' }] }, 'unavailable'],
  [{ code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '23514' } } } }, 'check'],
  [{ code: 'P2002' }, 'unique'],
  [new TypeError('a bug of ours'), 'unknown'],
  [undefined, 'unknown'],
])('%o is %s', (error, kind) => {
  expect(databaseErrorKind(error)).toBe(kind);
});

test('names the constraint and the table where Postgres does', () => {
  expect(
    translateDatabaseError({ code: '23505', constraint: 'sku_pkey', table: 'sku', message: 'm' }),
  ).toEqual({
    kind: 'unique',
    code: '23505',
    constraint: 'sku_pkey',
    table: 'sku',
    message: 'm',
  });
});
