import { getPool } from '@/lib/db/client';
import { openDatabase } from '@/lib/db/open-database';
import { type HistoryQuestion, historySchema } from '@/lib/simulation/parameters';
import type { RecordedHistory } from '@/lib/simulation/replay';
import { readHistory } from '@/lib/simulation/server/read-history';

/** `2026-10-01..2026-10-31` and what goes with it, as a question; throws with what is wrong. */
export function historyAsked(
  stretch: string,
  sku: string | undefined,
  stockShare: string | undefined,
): HistoryQuestion {
  const [from = '', to = ''] = stretch.split('..');
  const asked = historySchema.safeParse({
    from,
    to,
    sku: sku ?? null,
    stockShare: stockShare === undefined ? null : Number(stockShare),
  });
  if (asked.success) return asked.data;
  const [issue] = asked.error.issues;
  throw new Error(`--history FROM..TO: ${issue?.path.join('.')} ${issue?.message}`);
}

/** What this installation has recorded, beside a running instance too. */
export async function readRecordedHistory(asked: HistoryQuestion): Promise<RecordedHistory[]> {
  const database = await openDatabase();
  try {
    return await readHistory(getPool(), asked);
  } finally {
    await database.close();
  }
}
