export const reportNames = [
  'inventory-accuracy',
  'unit-accuracy',
  'shrinkage',
  'stock-on-date',
  'valuation',
  'ageing',
  'days-of-cover',
  'sell-through',
  'fill-rate',
  'oversell',
  'undersell',
  'cancellation-budget',
  'push-latency',
  'alert-quality',
] as const;
export type ReportName = (typeof reportNames)[number];

/**
 * What a figure is: decides how it is written and aligned. `share` is a part of one (0.985), `seconds` a stretch of
 * time, `money` minor units of the row's `currency`.
 */
export type FigureKind =
  | 'text'
  | 'node'
  | 'channel'
  | 'rule'
  | 'units'
  | 'number'
  | 'share'
  | 'money'
  | 'days'
  | 'seconds'
  | 'instant';

export interface ReportColumn {
  id: string;
  header: string;
  kind: FigureKind;
  /** Default: yes. */
  shown?: boolean;
}

export interface ReportChart {
  title: string;
  /** `day`: a line over days; `name`: a bar per name. */
  x: 'day' | 'name';
  series: readonly ReportColumn[];
}

export interface Report {
  name: ReportName;
  title: string;
  group: 'Accuracy' | 'Stock' | 'Selling' | 'Operations';
  /** How its figures are computed, in full sentences. */
  says: string;
  /** `range`: what happened after `from` and up to `to`; `instant`: how things were at `to`. */
  asks: 'range' | 'instant';
  /** The first names the row. */
  columns: readonly ReportColumn[];
  totals: readonly ReportColumn[];
  chart: ReportChart | null;
}

export type ReportValue = string | number | null;
/** A row by column id; `key` is unique in its report, `currency` is there where it has money. */
export type ReportRow = { key: string } & Record<string, ReportValue>;

export interface ReportSummary {
  totals: Record<string, ReportValue>;
  /** `x` and a value per series. */
  points: Record<string, ReportValue>[];
}
