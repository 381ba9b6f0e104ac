import { describe, expect, it } from 'vitest';
import { codeSchema } from '@/lib/shared/text';
import { listQuery, parseQuery } from './list-query';

const schema = listQuery({ sku: codeSchema.optional() });
const parse = (text: string) => parseQuery(new URLSearchParams(text), schema);

describe('parseQuery', () => {
  it('has its defaults and takes an empty value for none', () => {
    expect(parse('')).toEqual({ ok: true, value: { limit: 100 } });
    expect(parse('sku=&limit=&cursor=')).toEqual({ ok: true, value: { limit: 100 } });
    expect(parse('sku=A%2F1+b&limit=1000')).toEqual({ ok: true, value: { sku: 'A/1 b', limit: 1000 } });
  });

  it.each([
    'skus=A',
    'skus=',
    '__proto__=1',
    'limit=0',
    'limit=1001',
    'limit=1.5',
    'limit=-1',
    'limit=abc',
    'sku=A&sku=B',
    'sku=%00',
  ])('refuses %s', (text) => {
    const parsed = parse(text);
    expect(parsed.ok ? null : parsed.answer.status).toBe(400);
  });
});
