import { toMajor } from '@/lib/shared/money';
import type { Report, ReportColumn, ReportRow, ReportValue } from './report';

/** A report's columns for a file: money in major units beside its currency, shares as they are, instants in ISO 8601. */
export function csvColumnsOf({
  columns,
}: Report): { header: string; value: (row: ReportRow) => ReportValue }[] {
  const own = columns.map((column) => ({
    header: column.id,
    value: (row: ReportRow) => fileValue(column, row),
  }));
  const hasMoney = columns.some(({ kind }) => kind === 'money');
  return hasMoney ? [...own, { header: 'currency', value: (row) => row.currency ?? null }] : own;
}

function fileValue({ id, kind }: ReportColumn, row: ReportRow): ReportValue {
  const value = row[id] ?? null;
  if (kind !== 'money' || typeof value !== 'number' || typeof row.currency !== 'string') return value;
  return toMajor(value, row.currency);
}
