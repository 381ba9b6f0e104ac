import { z } from 'zod';
import { instantSchema } from '@/lib/shared/clock';
import { reportNames } from './report';

export const report_days_max = 731;

/** An absolute range: after `from`, up to and with `to`. */
export const reportQuerySchema = z
  .strictObject({ report: z.enum(reportNames), from: instantSchema, to: instantSchema })
  .refine(({ from, to }) => from < to, { message: 'must lie before to', path: ['from'] })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= report_days_max * 86_400_000, {
    message: `must lie at most ${report_days_max} days before to`,
    path: ['from'],
  });

export type ReportQuery = z.output<typeof reportQuerySchema>;
