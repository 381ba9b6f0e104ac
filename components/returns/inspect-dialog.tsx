'use client';

import { useState } from 'react';
import { UnitsField } from '@/components/movements/units-field';
import { unitsIn } from '@/components/movements/words';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { SelectInput } from '@/components/ui/select-input';
import { tellDone } from '@/components/ui/toast';
import { useLastGiven } from '@/components/use-last-given';
import { unanswered, useOnce } from '@/components/use-once';
import { type Disposition, dispositions } from '@/lib/returns/disposition';
import type { Inspect, ReturnView } from './returns-screen';

const words: Record<Disposition, { choice: string; verb: string; effect: string }> = {
  available: { choice: 'Back on the shelf', verb: 'Restock', effect: 'available, orders that wait first' },
  damaged: { choice: 'Damaged, kept', verb: 'Keep as damaged', effect: 'damaged, on hand and not for sale' },
  scrap: { choice: 'Scrap', verb: 'Scrap', effect: 'scrap, no longer on hand' },
  supplier: {
    choice: 'Back to the supplier',
    verb: 'Return to the supplier',
    effect: 'to the supplier, no longer on hand',
  },
};

interface Props {
  /** Null: closed. */
  of: ReturnView | null;
  nodeName: (node: string) => string;
  inspect: Inspect;
  onClose: () => void;
}

/** Says what becomes of returned units, with what the ledger will do before it does it. */
export function InspectDialog({ of, nodeName, inspect, onClose }: Props) {
  const shown = useLastGiven(of);
  const [disposition, setDisposition] = useState<Disposition>('available');
  const [typed, setTyped] = useState<number | null>(null);
  const once = useOnce();
  if (shown === null) return null;
  const { sku, node } = shown;
  const units = typed ?? shown.units;
  const { verb, effect } = words[disposition];
  return (
    <ConfirmDialog
      open={of !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Inspect ${sku}`}
      confirm={`${verb} ${unitsIn(units)} at ${nodeName(node)}`}
      onConfirm={async () => {
        if (units > shown.units) return `Only ${unitsIn(shown.units)} wait here.`;
        const answer = await once
          .send((key) => inspect({ ...key, sku, node, units, disposition }))
          .catch(() => unanswered);
        if (answer === null) return undefined;
        if (!answer.ok) return answer.detail;
        tellDone(`Recorded: ${verb} ${unitsIn(units)} at ${nodeName(node)}`);
        setTyped(null);
        return undefined;
      }}
    >
      <div className="grid gap-3">
        <Field label="What becomes of them">
          <SelectInput
            aria-label="What becomes of them"
            value={disposition}
            onChange={(event) =>
              setDisposition(dispositions.find((each) => each === event.target.value) ?? 'available')
            }
          >
            {dispositions.map((each) => (
              <option key={each} value={each}>
                {words[each].choice}
              </option>
            ))}
          </SelectInput>
        </Field>
        <UnitsField label="Units" value={units} onChange={setTyped} min={1} />
        <p className="text-sm">
          {unitsIn(units)} out of quality control at {nodeName(node)}: {effect}. Still waiting:{' '}
          {unitsIn(Math.max(0, shown.units - units))}.
        </p>
      </div>
    </ConfirmDialog>
  );
}
