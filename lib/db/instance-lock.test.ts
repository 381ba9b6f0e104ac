import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { acquireInstanceLock } from './instance-lock';

const folder = mkdtempSync(path.join(tmpdir(), 'truecount-lock-'));
const file = path.join(folder, 'truecount.lock');

afterEach(() => rmSync(file, { force: true }));

test('is held by one, and free again when let go', async () => {
  const lock = await acquireInstanceLock(folder);
  expect(await acquireInstanceLock(folder, async () => true)).toBeUndefined();
  lock?.release();
  const next = await acquireInstanceLock(folder);
  expect(next).toBeDefined();
  next?.release();
});

test('is taken over from a process that is gone, and from a later one of its number', async () => {
  const gone = spawnSync(process.execPath, ['--version']).pid;
  for (const holder of [
    { pid: gone, startTicks: '1', since: '2026-01-01T00:00:00Z' },
    { pid: process.pid, startTicks: 'of an earlier process', since: '2026-01-01T00:00:00Z' },
  ]) {
    writeFileSync(file, JSON.stringify(holder));
    const lock = await acquireInstanceLock(folder);
    expect(lock).toBeDefined();
    lock?.release();
  }
});

test('is taken over from a file that a crash cut short', async () => {
  writeFileSync(file, '{"pid": 12');
  expect(await acquireInstanceLock(folder)).toBeDefined();
});

test('two that wait for a dead holder do not both get it', async () => {
  writeFileSync(file, JSON.stringify({ pid: 0, startTicks: '', since: '' }));
  let losers = 0;
  const lose = async () => {
    losers += 1;
    return true;
  };
  const locks = await Promise.all([acquireInstanceLock(folder, lose), acquireInstanceLock(folder, lose)]);
  expect(locks.filter((lock) => lock !== undefined)).toHaveLength(1);
  expect(losers).toBe(1);
});
