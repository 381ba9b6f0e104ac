import { expect, test } from 'vitest';
import { printResponse } from './print-page';

const columns = [
  { header: 'sku', value: (item: { sku: string; units: number | null }) => item.sku },
  { header: 'units', value: (item: { sku: string; units: number | null }) => item.units },
];
const head = {
  title: 'Stock',
  at: '2026-11-25T10:00:00Z',
  asked: { search: '<b>', sort: 'sku', node: undefined },
};

test('all pages stand in one, with what was asked above and the count below', async () => {
  const pages = [{ items: [{ sku: 'A', units: 1 }], next: 'more' }, { items: [{ sku: 'B', units: null }] }];
  const asked: (string | undefined)[] = [];
  const response = printResponse(head, columns, async (cursor) => {
    asked.push(cursor);
    return pages[asked.length - 1] ?? { items: [] };
  });
  const text = await response.text();
  expect(asked).toEqual([undefined, 'more']);
  expect(text).toContain('<tr><td>A</td><td class="number">1</td></tr><tr><td>B</td><td></td></tr>');
  expect(text).toContain('search: &lt;b&gt; · sort: sku</p>');
  expect(text).toContain('2 rows, complete.');
});

test('what a name holds is text, and nothing in the page may load or run but its own', async () => {
  const evil = `"><script>alert('x')</script>`;
  const response = printResponse({ ...head, title: evil }, columns, async () => ({
    items: [{ sku: evil, units: 2 }],
  }));
  const nonce = /script-src 'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1];
  const text = await response.text();
  expect(text.match(/<script/g)).toHaveLength(1);
  expect(text).toContain(`<script nonce="${nonce}">`);
});

test('a walk that fails breaks the page off: it never says that it is complete', async () => {
  const response = printResponse(head, columns, async (cursor) => {
    if (cursor !== undefined) throw new Error('the database went away');
    return { items: [{ sku: 'A', units: 1 }], next: 'more' };
  });
  await expect(response.text()).rejects.toThrow();
});
