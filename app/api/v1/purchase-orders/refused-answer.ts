import { type Answer, problem } from '@/lib/api/problem';
import type { ReceivingRefusal } from '@/lib/receiving/purchase-order';

export function refusedAnswer({ code, detail, theirs }: ReceivingRefusal): Answer {
  if (code === 'unknown_purchase_order') return problem('not_found', detail);
  if (code === 'forbidden') return problem('forbidden', detail);
  if (code === 'version_conflict')
    return problem('conflict', detail, { code, facts: { version: theirs?.version } });
  return problem('unprocessable', detail, { code });
}
