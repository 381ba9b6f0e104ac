import { ruleWords } from '@/components/reports/rule-name';
import { duration } from '@/lib/alerts/words';
import type { ReportColumn, ReportRow, ReportValue } from '@/lib/reports/report';
import { formatDays, formatMoney, formatRate, formatStamp, formatUnits } from '@/lib/shared/format';
import { currency_default } from '@/lib/shared/money';
import { organisation } from '@/lib/shared/organisation';

export interface Names {
  node: (node: string) => string;
  channel: (channel: string) => string;
}

const share = new Intl.NumberFormat(organisation.locale, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** A figure as people read it; a dash where there is none. */
export function figureText(
  { kind }: Pick<ReportColumn, 'kind'>,
  value: ReportValue | undefined,
  names: Names,
  currency: ReportValue | undefined = currency_default,
): string {
  if (value === null || value === undefined || value === '') return '–';
  switch (kind) {
    case 'text':
      return String(value).replaceAll('_', ' ');
    case 'node':
      return names.node(String(value));
    case 'channel':
      return names.channel(String(value));
    case 'rule':
      return ruleWords(String(value));
    case 'units':
      return formatUnits(Number(value));
    case 'number':
      return formatRate(Number(value));
    case 'share':
      return share.format(Number(value));
    case 'money':
      return formatMoney(Number(value), String(currency ?? currency_default));
    case 'days':
      return formatDays(Number(value));
    case 'seconds':
      return Number(value) < 10 ? `${formatRate(Number(value))} s` : duration(Math.round(Number(value)));
    case 'instant':
      return formatStamp(String(value));
  }
}

const textual: ReadonlySet<ReportColumn['kind']> = new Set(['text', 'node', 'channel', 'rule', 'instant']);
export const isNumeric = ({ kind }: ReportColumn) => !textual.has(kind);

export function cellText(column: ReportColumn, row: ReportRow, names: Names): string {
  return column.kind === 'text' && column.id !== 'cause' && column.id !== 'reason'
    ? String(row[column.id] ?? '') || '–'
    : figureText(column, row[column.id], names, row.currency);
}
