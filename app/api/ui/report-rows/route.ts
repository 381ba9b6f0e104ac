import { z } from 'zod';
import { csvOf } from '@/lib/api/csv-stream';
import { wholeNumberParameter } from '@/lib/api/list-query';
import { printOf } from '@/lib/api/print-page';
import { reportOf } from '@/lib/reports/catalogue';
import { csvColumnsOf } from '@/lib/reports/csv-columns';
import { reportQuerySchema } from '@/lib/reports/report-query';
import { readReportRows, readReportSummary, streamReportRows } from '@/lib/reports/server/read-report';
import { screenRead } from '../screen-read';

const pageSchema = z.object({
  // A report has one order, the one that says most.
  sort: z.string().max(100).optional(),
  direction: z.string().max(20).optional(),
  sku: z.string().max(128).optional(),
  cursor: z.string().max(2000).optional(),
  limit: wholeNumberParameter(1, 1000).default(50),
  format: z.enum(['csv', 'print']).optional(),
});
const schema = z
  .record(z.string(), z.unknown())
  .transform(({ report, from, to, ...page }) => ({ asked: { report, from, to }, page }))
  .pipe(z.object({ asked: reportQuerySchema, page: pageSchema }));

/** A report's rows: a page of them, or all out of one snapshot, as a file or for the printer. */
export const GET = screenRead('read_operations', schema, async (pool, { asked, page }) => {
  if (page.format === undefined) return readReportRows(pool, asked, page);
  const report = reportOf(asked.report);
  const pages = streamReportRows(pool, asked, page.sku);
  const { from, to } = asked;
  if (page.format === 'csv')
    return csvOf(`${report.name} ${from.slice(0, 10)} ${to.slice(0, 10)}`, csvColumnsOf(report), pages);
  const { totals } = await readReportSummary(pool, asked);
  const told = report.totals.map(({ id, header }) => [header, totals[id] ?? '–'] as const);
  const range = report.asks === 'instant' ? { at: to } : { after: from, 'up to': to };
  return printOf(
    {
      title: `Truecount: ${report.title}`,
      at: new Date().toISOString(),
      asked: { ...range, SKU: page.sku, ...Object.fromEntries(told), computed: report.says },
    },
    csvColumnsOf(report),
    pages,
  );
});
