import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Page } from '@/lib/shared/page-cursor';

export interface CsvColumn<Item> {
  header: string;
  /** Whole units and codes as they are; instants in ISO 8601. */
  value: (item: Item) => string | number | null | undefined;
}

/**
 * Everything a list holds as a CSV file, page by page, so that a file of any length takes the memory of one page. Text
 * that a spreadsheet would run as a formula is quoted away (a leading apostrophe); numbers stay numbers.
 */
export function csvResponse<Item>(
  name: string,
  columns: readonly CsvColumn<Item>[],
  readPage: (cursor: string | undefined) => Promise<Page<Item>>,
): Response {
  return csvOf(name, columns, pagesOf(readPage));
}

/** Page after page of a list, to its end. */
export async function* pagesOf<Item>(
  readPage: (cursor: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<readonly Item[]> {
  let cursor: string | undefined;
  do {
    const page = await readPage(cursor);
    yield page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}

/** The same of pages that come by themselves; they are closed where the reader goes away. */
export function csvOf<Item>(
  name: string,
  columns: readonly CsvColumn<Item>[],
  pages: AsyncIterable<readonly Item[]>,
): Response {
  async function* records() {
    yield columns.map(({ header }) => header);
    for await (const page of pages)
      for (const item of page) yield columns.map(({ value }) => value(item) ?? '');
  }
  const rows = Readable.from(records());
  const file = stringify({ escape_formulas: true, bom: true });
  // A reader that went away ends the walk; a walk that failed breaks the file off, so that nobody takes it for whole.
  rows.on('error', (error) => file.destroy(error));
  file.on('close', () => rows.destroy());
  rows.pipe(file);
  return new Response(Readable.toWeb(file) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'no-store',
    },
  });
}
