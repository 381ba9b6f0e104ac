import { type Answer, problem } from '@/lib/api/problem';
import type { StocktakeRefusal } from '@/lib/stocktake/stocktake-document';

const conflicts: readonly string[] = ['version_conflict', 'stocktake_closed', 'not_counted'];

export function refusedAnswer({ code, detail }: StocktakeRefusal): Answer {
  if (code === 'unknown_stocktake') return problem('not_found', detail);
  if (code === 'forbidden') return problem('forbidden', detail);
  return problem(conflicts.includes(code) ? 'conflict' : 'unprocessable', detail, { code });
}
