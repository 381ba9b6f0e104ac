import type { ReportName } from '../../report';
import type { ReportSource } from '../source';
import { inventoryAccuracy, shrinkage, unitAccuracyByNode } from './accuracy';
import { daysOfCover, sellThrough } from './cover';
import { alertQuality, pushLatency } from './operations';
import { cancellationBudget, fillRate, oversell } from './selling';
import { ageing, stockOnDate, valuation } from './stock';
import { undersell } from './undersell';

const all: readonly ReportSource[] = [
  inventoryAccuracy,
  unitAccuracyByNode,
  shrinkage,
  stockOnDate,
  valuation,
  ageing,
  daysOfCover,
  sellThrough,
  fillRate,
  oversell,
  undersell,
  cancellationBudget,
  pushLatency,
  alertQuality,
];
const byReport = new Map(all.map((source) => [source.report, source]));

export function sourceOf(report: ReportName): ReportSource {
  const source = byReport.get(report);
  if (source === undefined) throw new Error(`no source of the report ${report}`);
  return source;
}
