'use client';

import { Ban, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { unitsIn } from '@/components/movements/words';
import { no_answer_look_again } from '@/components/no-answer';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { tellDone, tellFailed } from '@/components/ui/toast';
import type { OrderActions, OrderLineView } from './order-types';

interface Props {
  line: OrderLineView;
  actions: Pick<OrderActions, 'mark' | 'undoMark'>;
}

/** Marks a line as one to be cancelled at its channel, or takes that back. */
export function MarkButton({ line, actions }: Props) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [reason, setReason] = useState('');
  const { sku, channel, order, line: number } = line;
  const key = { sku, channel, order, line: number };

  async function undo() {
    setBusy(true);
    const answer = await actions.undoMark(key).catch(() => null);
    setBusy(false);
    if (answer === null) tellFailed(no_answer_look_again);
    else if (!answer.ok) tellFailed(answer.detail);
    else
      tellDone(
        answer.filled
          ? `Order ${order} waits no more for ${unitsIn(answer.filled)}`
          : `Order ${order} is not to be cancelled any more`,
      );
  }

  if (line.mark !== null)
    return (
      <Button disabled={busy} onClick={() => void undo()}>
        <Undo2 aria-hidden />
        {busy ? 'Undoing…' : 'Do not cancel'}
      </Button>
    );
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <Ban aria-hidden />
        Mark for cancellation…
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Mark order ${order} for cancellation?`}
        confirm={`Mark ${unitsIn(line.open)} for cancellation`}
        onConfirm={async () => {
          if (reason.trim() === '') return 'Say why: whoever cancels it at the channel needs it.';
          const answer = await actions.mark({ ...key, reason: reason.trim() });
          if (!answer.ok) return answer.detail;
          setReason('');
          tellDone(`Order ${order} is marked for cancellation`, () => void undo());
          return undefined;
        }}
      >
        <p>
          Cancel it at the channel yourself: its cancellation clears the mark. Until then stock that arrives
          goes to other orders, and this line is the first to give its units away.
        </p>
        <Field label="Reason">
          <Input value={reason} maxLength={200} onChange={(event) => setReason(event.currentTarget.value)} />
        </Field>
      </ConfirmDialog>
    </>
  );
}
