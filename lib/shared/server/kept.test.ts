import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { kept } from './kept';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('reads once for all who ask, keeps it, and gives the old one while a new one takes long', async () => {
  let reads = 0;
  const read = kept('test', async () => {
    reads += 1;
    const mine = reads;
    if (mine > 1) await new Promise((resolve) => setTimeout(resolve, 1_000));
    return mine;
  });
  expect(await Promise.all([read(), read()])).toEqual([1, 1]);
  expect(await read()).toBe(1);
  await vi.advanceTimersByTimeAsync(2_001);
  const during = read();
  await vi.advanceTimersByTimeAsync(250);
  expect(await during).toBe(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await read()).toBe(2);
  // It took a second, so it is kept for twenty.
  await vi.advanceTimersByTimeAsync(19_000);
  expect(await read()).toBe(2);
  expect(reads).toBe(2);
});

it('leaves the old one standing where a new one fails', async () => {
  let fails = false;
  const read = kept('failing', async () => {
    if (fails) throw new Error('out of reach');
    return 'old';
  });
  expect(await read()).toBe('old');
  fails = true;
  await vi.advanceTimersByTimeAsync(120_001);
  expect(await read()).toBe('old');
});
