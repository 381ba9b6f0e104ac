import type { Pool } from 'pg';
import { z } from 'zod';
import type { Principal } from '@/lib/access/principal';
import type { Permission } from '@/lib/access/roles';
import { type CsvColumn, csvResponse } from '@/lib/api/csv-stream';
import { wholeNumberParameter } from '@/lib/api/list-query';
import { printResponse } from '@/lib/api/print-page';
import type { Page } from '@/lib/shared/page-cursor';
import { screenRead } from './screen-read';

export const screen_rows_max = 1000;
/** "All that match" is counted up to here, and said to be "or more" beyond. */
export const matching_counted_max = 10_000;

/** What every list of the screens is asked, beside its filters. */
export interface ListQuestion {
  sort: string;
  direction: 'ascending' | 'descending';
  cursor?: string | undefined;
  limit: number;
}

interface Options<Filters extends z.ZodRawShape, Item> {
  permission: Permission;
  /** A zod schema per filter, by query parameter. An absent or empty one is undefined. */
  filters: Filters;
  /** What it can be sorted by; the first is the default. */
  sorts: readonly [string, ...string[]];
  direction?: 'ascending' | 'descending';
  list: (
    pool: Pool,
    question: z.output<z.ZodObject<Filters>> & ListQuestion,
    principal: Principal,
  ) => Promise<Page<Item>>;
  /** For "select all that match": how many there are, counted no further than `max` + 1. */
  count?: (pool: Pool, question: z.output<z.ZodObject<Filters>>, max: number) => Promise<number>;
  csv?: { name: string; columns: readonly CsvColumn<Item>[] };
}

/**
 * The GET handler of a list for `useList` and `DataTable`: a page of items by keyset; `format=csv` streams all of them
 * as a file, `format=print` as a page for the printer; `count=1` counts them.
 */
export function screenList<Filters extends z.ZodRawShape, Item>(options: Options<Filters, Item>) {
  const schema = z.strictObject({
    ...options.filters,
    sort: z.enum(options.sorts).default(options.sorts[0]),
    direction: z.enum(['ascending', 'descending']).default(options.direction ?? 'ascending'),
    cursor: z.string().max(2000).optional(),
    limit: wholeNumberParameter(1, screen_rows_max).default(50),
    format: z.enum(['csv', 'print']).optional(),
    count: z.literal('1').optional(),
  });
  return screenRead(options.permission, schema, async (pool, asked, principal) => {
    const { format, count, ...rest } = asked as Record<string, unknown>;
    const question = rest as z.output<z.ZodObject<Filters>> & ListQuestion;
    if (count !== undefined) {
      if (options.count === undefined) return null;
      const counted = await options.count(pool, question, matching_counted_max);
      return { count: Math.min(counted, matching_counted_max), capped: counted > matching_counted_max };
    }
    if (format !== undefined) {
      const { csv } = options;
      if (csv === undefined) return null;
      const readPage = (cursor: string | undefined) =>
        options.list(pool, { ...question, cursor, limit: screen_rows_max }, principal);
      if (format === 'csv') return csvResponse(csv.name, csv.columns, readPage);
      const { cursor: _, limit: __, ...shown } = question as ListQuestion;
      const title = `Truecount: ${csv.name}`;
      return printResponse({ title, at: new Date().toISOString(), asked: shown }, csv.columns, readPage);
    }
    return options.list(pool, question, principal);
  });
}
