import { z } from 'zod';
import { csvOf } from '@/lib/api/csv-stream';
import { wholeNumberParameter } from '@/lib/api/list-query';
import { reportOf } from '@/lib/reports/catalogue';
import { csvColumnsOf } from '@/lib/reports/csv-columns';
import { reportQuerySchema } from '@/lib/reports/report';
import { readReportRows, streamReportRows } from '@/lib/reports/server/read-report';
import { screenRead } from '../screen-read';

const pageSchema = z.object({
  // A report has one order, the one that says most.
  sort: z.string().max(100).optional(),
  direction: z.string().max(20).optional(),
  cursor: z.string().max(2000).optional(),
  limit: wholeNumberParameter(1, 1000).default(50),
  format: z.literal('csv').optional(),
});
const schema = z
  .record(z.string(), z.unknown())
  .transform(({ report, from, to, ...page }) => ({ asked: { report, from, to }, page }))
  .pipe(z.object({ asked: reportQuerySchema, page: pageSchema }));

/** A report's rows: a page of them, or (`format=csv`) all, out of one snapshot. */
export const GET = screenRead('read_operations', schema, async (pool, { asked, page }) =>
  page.format === 'csv'
    ? csvOf(
        `${asked.report} ${asked.from.slice(0, 10)} ${asked.to.slice(0, 10)}`,
        csvColumnsOf(reportOf(asked.report)),
        streamReportRows(pool, asked),
      )
    : readReportRows(pool, asked, page),
);
