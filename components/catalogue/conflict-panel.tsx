'use client';

import { BothValues } from '@/components/ui/both-values';
import { Notice } from '@/components/ui/notice';
import type { FieldConflict } from '@/lib/catalog/entries';
import { fieldLabel, showValue } from './show-value';

interface Props {
  fields: readonly FieldConflict[];
  onTheirs: (field: FieldConflict) => void;
}

/** Somebody saved first: both values of every field that differs. What stands in the form is yours. */
export function ConflictPanel({ fields, onTheirs }: Props) {
  return (
    <div className="grid gap-3">
      <Notice tone="warning" urgent>
        {fields.length === 0
          ? 'Somebody else saved the same meanwhile. Save again to confirm.'
          : 'Somebody else saved meanwhile. Nothing of yours was written. Choose a value for each field, then save again.'}
      </Notice>
      <BothValues
        what="Field"
        rows={fields}
        labelOf={({ field }) => fieldLabel(field)}
        theirs={(conflict) => showValue(conflict.theirs)}
        yours={(conflict) => showValue(conflict.yours)}
        onTheirs={onTheirs}
      />
    </div>
  );
}
