import { expect, test } from 'vitest';
import { detectDelimiter, detectEncoding, detectNumbers, parseNumber } from './detect';
import { mappingProblem, suggestMapping } from './fields';
import { guardCell } from './guard-cell';
import { readRow } from './read-row';

test.each([
  ['point', '1,23,456', 123456],
  ['point', '1,23,456.50', 123456.5],
  ['point', '₹ 12,34,56,789', 123456789],
  ['point', '123,456.5', 123456.5],
  ['point', '1299', 1299],
  ['point', 'Rs. 1,299/-', 1299],
  ['point', '1,2345', null],
  ['point', '12,3', null],
  ['point', '1.234,50', null],
  ['point', '-4', null],
  ['point', '', null],
  ['point', '1e5', null],
  ['comma', '1.234,50', 1234.5],
  ['comma', '1 234,5', 1234.5],
  ['comma', '1,23,456', null],
  ['comma', '12', 12],
] as const)('%s: %j is %j', (format, cell, value) => {
  expect(parseNumber(cell, format)).toBe(value);
});

test('a file tells its encoding, delimiter and numbers', () => {
  expect(detectEncoding(Buffer.from('é', 'latin1'), false)).toBe('windows-1252');
  expect(detectEncoding(Buffer.from('\ufeffa', 'utf16le'), false)).toBe('utf-16le');
  expect(detectDelimiter('sku;name;price\nA;"Kurta, M, red";1,5\nB;Saree;2,5\n')).toBe(';');
  expect(detectDelimiter('sku,name\nA,"a;b;c;d"\nB,"x;y"\n')).toBe(',');
  expect(detectDelimiter('sku\tname\r\nA\tKurta\r\n')).toBe('\t');
  expect(detectDelimiter('sku\nA\n')).toBe(',');
  expect(detectNumbers(['A', '1,23,456', '12'])).toBe('point');
  expect(detectNumbers(['1.299,00', '12,5', '1.299'])).toBe('comma');
  expect(detectNumbers(['1,299', '12'])).toBe('point');
});

test('headers find their fields, each column once', () => {
  const columns = ['Item Code', 'Product name', 'MRP', 'EAN', 'Bezeichnung'];
  expect(suggestMapping('skus', columns)).toEqual({ sku: 0, name: 1, price: 2, barcodes: 3 });
  expect(mappingProblem('skus', { sku: 0 }, 5)).toContain('Name');
  expect(mappingProblem('skus', { sku: 0, name: 0 }, 5)).toContain('both');
  expect(mappingProblem('skus', { sku: 0, name: 9 }, 5)).toContain('no column');
  expect(mappingProblem('safety_stock', { sku: 0 }, 1)).toContain('Units');
  expect(mappingProblem('skus', { sku: 0, name: 1 }, 5)).toBeNull();
});

test('a row is read, or every fault of it is named with its column and value', () => {
  const columns = ['Code', 'Title', 'Price', 'EAN', 'Pack'];
  const mapping = { sku: 0, name: 1, price: 2, barcodes: 3, caseQuantity: 4 };
  expect(readRow('skus', [' A ', 'Kurta', '1,23,456.50', '890; 891', ''], columns, mapping, 'point')).toEqual(
    {
      ok: true,
      entry: { sku: 'A', name: 'Kurta', price: 123456.5, barcodes: ['890', '891'] },
      claims: ['The SKU A', 'The barcode 890', 'The barcode 891'],
    },
  );
  expect(readRow('skus', ['A', '', 'cheap', '', 'six'], columns, mapping, 'point')).toMatchObject({
    findings: [
      { column: 'Price', value: 'cheap' },
      { column: 'Pack', value: 'six' },
    ],
  });
  expect(readRow('skus', ['A', '', '', '', '1.5'], columns, mapping, 'point')).toMatchObject({
    findings: [
      { column: 'Title', value: '', reason: 'is required' },
      { column: 'Pack', value: '1.5', reason: 'must be a whole number' },
    ],
  });
  expect(
    readRow('safety_stock', ['A', '95 %'], ['sku', 'level'], { sku: 0, serviceLevel: 1 }, 'point'),
  ).toMatchObject({
    entry: { sku: 'A', serviceLevel: 0.95 },
  });
  expect(readRow('safety_stock', ['A', ''], ['sku', 'units'], { sku: 0, units: 1 }, 'point')).toMatchObject({
    findings: [{ column: null, reason: expect.stringContaining('exactly one') }],
  });
});

test.each([
  ['=1+1', "'=1+1"],
  ['@sum', "'@sum"],
  ['-cmd', "'-cmd"],
  ['-5', '-5'],
  ['+3.5', '+3.5'],
  ['A-1', 'A-1'],
])('%j goes into a spreadsheet as %j', (cell, guarded) => {
  expect(guardCell(cell)).toBe(guarded);
});
