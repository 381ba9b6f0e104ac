import { reportQuerySchema } from '@/lib/reports/report-query';
import { readReportSummary } from '@/lib/reports/server/read-report';
import { screenRead } from '../screen-read';

/** The totals and the chart of a report. */
export const GET = screenRead('read_operations', reportQuerySchema, readReportSummary);
