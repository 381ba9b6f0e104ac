import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ReportPrint } from '@/components/reports/report-print';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { getPool } from '@/lib/db/client';
import { reportNameOf } from '@/lib/reports/default-range';
import { type ReportRow, reportQuerySchema } from '@/lib/reports/report';
import { readReportSummary, streamReportRows } from '@/lib/reports/server/read-report';

export const metadata: Metadata = { title: 'Print a report' };

const printed_rows_max = 20_000;

export default async function PrintPage({ params, searchParams }: PageProps<'/reports/[report]/print'>) {
  const { role } = await requireUser();
  const { from, to } = await searchParams;
  const query = reportQuerySchema.safeParse({ report: reportNameOf((await params).report), from, to });
  if (!query.success || !can(role, 'read_operations')) notFound();
  const rows: ReportRow[] = [];
  for await (const page of streamReportRows(getPool(), query.data)) {
    rows.push(...page);
    if (rows.length > printed_rows_max) break;
  }
  return (
    <ReportPrint
      name={query.data.report}
      range={{ from: query.data.from, to: query.data.to }}
      at={new Date().toISOString()}
      summary={await readReportSummary(getPool(), query.data)}
      rows={rows.slice(0, printed_rows_max)}
      cut={rows.length > printed_rows_max}
    />
  );
}
