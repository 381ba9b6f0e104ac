'use client';

import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import { unitsIn } from '@/components/movements/words';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { tellDone } from '@/components/ui/toast';
import { unanswered, useOnce } from '@/components/use-once';
import type { Cause } from '@/lib/discrepancies/causes';
import { formatStamp } from '@/lib/shared/format';
import type { CaseView, DiscrepancyActions } from './discrepancy-types';

interface Props {
  item: CaseView;
  cause: Extract<Cause, { cause: 'unrecorded_transfer' }>;
  nodeName: (node: string) => string;
  record: DiscrepancyActions['recordTransfer'];
}

/** Records the transfer that nobody wrote down, after saying what will move. */
export function RecordTransfer({ item, cause, nodeName, record }: Props) {
  const [asking, setAsking] = useState(false);
  const once = useOnce();
  const { sku, node, sequence } = item;
  const { from, to, units } = cause;
  const words = `${unitsIn(units)} from ${nodeName(from)} to ${nodeName(to)}`;
  return (
    <>
      <Button look="primary" onClick={() => setAsking(true)} aria-label={`Record transfer of ${words}`}>
        <ArrowLeftRight aria-hidden />
        Record transfer…
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Record the missing transfer?"
        confirm={`Record ${words}`}
        onConfirm={async () => {
          const answer = await once
            .send((key) => record({ ...key, sku, node, sequence, from, to, units }))
            .catch(() => unanswered);
          if (answer === null) return undefined;
          if (!answer.ok) return answer.detail;
          tellDone(`Recorded: ${words}`);
          return undefined;
        }}
      >
        <p>
          The books send {unitsIn(units)} of {sku} off at {nodeName(from)} and receive them at {nodeName(to)},
          as of the report of {formatStamp(item.occurredAt)} or an earlier one that shows it. The total over
          both nodes stays the same.
        </p>
      </ConfirmDialog>
    </>
  );
}
