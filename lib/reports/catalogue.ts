import { accuracyReports } from './definitions/accuracy';
import { operationsReports } from './definitions/operations';
import { sellingReports } from './definitions/selling';
import { stockReports } from './definitions/stock';
import { type Report, type ReportName, reportNames } from './report';

const all = [...accuracyReports, ...stockReports, ...sellingReports, ...operationsReports];
const byName = new Map(all.map((report) => [report.name, report]));

export function reportOf(name: ReportName): Report {
  const report = byName.get(name);
  if (report === undefined) throw new Error(`no report ${name}`);
  return report;
}

export const reports: readonly Report[] = reportNames.map(reportOf);
