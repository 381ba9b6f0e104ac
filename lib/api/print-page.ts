import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Page } from '@/lib/shared/page-cursor';
import { type CsvColumn, pagesOf } from './csv-stream';

const style = `
  body { margin: 16px; font: 12px/16px system-ui, sans-serif; color: #000; background: #fff }
  h1 { margin: 0; font-size: 18px; line-height: 24px } p { margin: 2px 0 } table { margin-top: 12px; border-collapse: collapse; width: 100% }
  th, td { padding: 2px 8px 2px 0; border-bottom: 1px solid #bbb; text-align: left; vertical-align: top; font-variant-numeric: tabular-nums }
  td.number, th.number { text-align: right } thead { display: table-header-group } tr { break-inside: avoid }
`;

export interface PrintHead {
  title: string;
  /** ISO 8601: when it was asked. */
  at: string;
  /** What was asked for, by name: the filters and the order. */
  asked: Readonly<Record<string, unknown>>;
}

/**
 * Everything a list holds as one page for the printer, row after row, with the time and the filters above and the count
 * below: who holds the paper knows whether it is whole. No script and no style but its own runs in it.
 */
export function printResponse<Item>(
  head: PrintHead,
  columns: readonly CsvColumn<Item>[],
  readPage: (cursor: string | undefined) => Promise<Page<Item>>,
): Response {
  return printOf(head, columns, pagesOf(readPage));
}

/** The same of pages that come by themselves; they are closed where the reader goes away. */
export function printOf<Item>(
  head: PrintHead,
  columns: readonly CsvColumn<Item>[],
  pages: AsyncIterable<readonly Item[]>,
): Response {
  const nonce = randomBytes(16).toString('base64');
  async function* parts() {
    const asked = Object.entries(head.asked).filter(([, value]) => value !== undefined && value !== '');
    yield `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(head.title)}</title>`;
    yield `<meta name="viewport" content="width=device-width"><style nonce="${nonce}">${style}</style></head><body>`;
    yield `<h1>${escaped(head.title)}</h1><p>As of ${escaped(head.at)} (UTC)</p>`;
    yield `<p>${asked.length === 0 ? 'Everything' : asked.map(([name, value]) => `${escaped(name)}: ${escaped(String(value))}`).join(' · ')}</p>`;
    yield `<table><thead><tr>${columns.map(({ header }) => `<th scope="col">${escaped(header)}</th>`).join('')}</tr></thead><tbody>`;
    let rows = 0;
    for await (const page of pages) {
      yield page.map((item) => `<tr>${columns.map(({ value }) => cell(value(item))).join('')}</tr>`).join('');
      rows += page.length;
    }
    yield `</tbody></table><p>${rows} ${rows === 1 ? 'row' : 'rows'}, complete.</p>`;
    yield `<script nonce="${nonce}">window.print()</script></body></html>`;
  }
  return new Response(
    Readable.toWeb(Readable.from(parts(), { objectMode: false })) as ReadableStream<Uint8Array>,
    {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
        'cache-control': 'no-store',
      },
    },
  );
}

function cell(value: string | number | null | undefined): string {
  return `<td${typeof value === 'number' ? ' class="number"' : ''}>${escaped(String(value ?? ''))}</td>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (found) => entities[found] ?? found);
