import { expect, test } from 'vitest';
import { readSnapshotFile } from './snapshot-file';

test('a report with semicolons and Indian grouping is read', () => {
  expect(readSnapshotFile('\ufeffSKU;Name;On hand\nA;"Kurta; red";1,23,456\nB;Saree;0\n')).toEqual({
    ok: true,
    rows: [
      { row: 2, sku: 'A', onHand: 123456 },
      { row: 3, sku: 'B', onHand: 0 },
    ],
  });
});

test('what is wrong is named by row, column and value, and nothing is taken', () => {
  expect(readSnapshotFile('sku,qty\nA,\n,4\nB,2.5\nB,3\nC,=1+1\nD,-2\n')).toMatchObject({
    ok: false,
    problems: [
      { row: 2, column: 'on hand', reason: 'is blank: blank is not 0' },
      { row: 3, column: 'sku', reason: 'is empty' },
      { row: 4, column: 'on hand', value: '2.5' },
      { row: 5, column: 'sku', value: 'B', reason: 'stands in row 4 already' },
      { row: 6, column: 'on hand', value: '=1+1' },
      { row: 7, column: 'on hand', value: '-2' },
    ],
  });
});

test.each([
  ['', 'must name the columns'],
  ['name,price\nA,1\n', 'It says: name, price'],
  ['sku,qty\n', 'no rows below'],
  ['sku,qty\n"A,1\n', 'no CSV file'],
])('%j is refused in words', (text, words) => {
  const read = readSnapshotFile(text);
  expect(read.ok ? '' : read.detail).toContain(words);
});
