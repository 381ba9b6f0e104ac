import { expect, test } from 'vitest';
import { figuresOf } from '@/lib/demand/accuracy';
import { readOnlineRetail } from '@/prisma/seed/online-retail';
import { measureDemand } from './demand';

test('a year of real orders: better than no method, and 99 % means it', async () => {
  const rows = await readOnlineRetail();
  const sample = new Set(
    [...new Set(rows.map((row) => row.sku))].sort().filter((_, index) => index % 5 === 0),
  );
  const { ours, ...others } = measureDemand(
    rows.filter((row) => sample.has(row.sku)),
    true,
  );
  expect(ours?.series).toBe(66);
  for (const other of Object.values(others)) {
    expect(ours?.rmsse).toBeLessThan(other.rmsse);
    expect(ours?.wapeDay).toBeLessThan(other.wapeDay);
    expect(ours?.wapeWeek).toBeLessThan(other.wapeWeek);
  }
  const none = { outcomes: 0, forecast: 0, actual: 0, absoluteError: 0, covered: 0 };
  expect(figuresOf(ours?.accuracy ?? none).coverage).toBeGreaterThan(0.98);
  expect(figuresOf(ours?.accuracy ?? none).coverage).toBeLessThan(0.995);
  expect(figuresOf(ours?.poisson ?? none).coverage).toBeLessThan(0.92);
}, 60_000);
