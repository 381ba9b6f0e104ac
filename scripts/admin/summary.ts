import type { BackupSummary } from '@/lib/db/archive/format';

export function describeSummary(summary: BackupSummary): string {
  const rows = summary.tables.reduce((sum, table) => sum + table.rows, 0);
  return `${rows} rows in ${summary.tables.length} tables as of ${summary.createdAt}, at ${summary.migrations.length} migrations.`;
}
