import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal, type Kept } from './journal';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'truecount-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

class List implements Kept<number[], number> {
  numbers: number[] = [];
  whole = () => this.numbers;
  restore = (whole: number[]) => {
    this.numbers = whole;
  };
  apply = (change: number) => {
    this.numbers.push(change);
  };
}

/** As a program that starts finds it; nothing is closed, as after kill -9. */
function open() {
  const list = new List();
  return { list, journal: new Journal(folder, list) };
}

test('a program that is killed finds all that it wrote, again and again', () => {
  for (let start = 0; start < 3; start++) {
    const { list, journal } = open();
    expect(list.numbers).toEqual(Array.from({ length: start * 2 }, (_, index) => index));
    journal.write(start * 2);
    journal.write(start * 2 + 1);
  }
});

test('a line that was cut off is left out', () => {
  const { journal } = open();
  journal.write(7);
  const name = readdirSync(folder).find((file) => file.startsWith('journal-')) ?? '';
  appendFileSync(path.join(folder, name), '12');
  expect(open().list.numbers).toEqual([7]);
});

test('it is for this user alone, and does not grow for ever', () => {
  const { list, journal } = open();
  for (let change = 0; change < 45_000; change++) journal.write(change % 10);
  const files = readdirSync(folder);
  expect(files).toHaveLength(2);
  for (const file of files) expect(statSync(path.join(folder, file)).mode & 0o077).toBe(0);
  const lines = files.find((file) => file.startsWith('journal-')) ?? '';
  expect(statSync(path.join(folder, lines)).size).toBeLessThan(20_000);
  expect(open().list.numbers).toEqual(list.numbers);
});
