'use client';

import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { NumberField } from '@/components/ui/number-field';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { DecimalInput } from './form-fields';

export interface Amount {
  units?: number | undefined;
  days?: number | undefined;
  serviceLevel?: number | undefined;
}

type Kind = keyof Amount;

const kinds: { value: Kind; label: string }[] = [
  { value: 'units', label: 'Units' },
  { value: 'days', label: 'Days of cover' },
  { value: 'serviceLevel', label: 'Service level' },
];

interface Props {
  value: Amount;
  /** Exactly one of the three, or none while nothing is typed. */
  onChange: (amount: Amount) => void;
  error?: string | undefined;
}

/** How much is kept back: fixed units, days of cover, or a service level in percent. */
export function AmountFields({ value, onChange, error }: Props) {
  const [kind, setKind] = useState<Kind>(
    value.days !== undefined ? 'days' : value.serviceLevel !== undefined ? 'serviceLevel' : 'units',
  );
  const label = kinds.find((entry) => entry.value === kind)?.label ?? '';
  return (
    <div className="grid gap-3">
      <div>
        <SegmentedControl
          label="How it is given"
          value={kind}
          onChange={(next) => {
            setKind(next);
            onChange({});
          }}
          choices={kinds}
        />
      </div>
      <Field
        label={kind === 'serviceLevel' ? `${label} in percent` : label}
        error={error}
        hint={
          {
            units: 'Kept back whatever is sold.',
            days: 'Times what is sold there a day, over the last 56 days.',
            serviceLevel: 'Enough for this share of lead times, by how much demand varies.',
          }[kind]
        }
      >
        {kind === 'units' ? (
          <NumberField
            value={value.units ?? null}
            min={0}
            onChange={(units) => onChange(units === null ? {} : { units })}
          />
        ) : (
          <DecimalInput
            name={kind}
            value={value[kind] ?? null}
            scale={kind === 'serviceLevel' ? 100 : 1}
            onBlur={() => undefined}
            onChange={(amount) => onChange(amount === null ? {} : { [kind]: amount })}
          />
        )}
      </Field>
    </div>
  );
}
