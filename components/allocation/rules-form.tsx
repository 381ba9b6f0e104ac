'use client';

import { DecimalInput } from '@/components/catalogue/form-fields';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { InstantField } from '@/components/ui/instant-field';
import { NumberField } from '@/components/ui/number-field';
import { SelectInput } from '@/components/ui/select-input';
import { zoneName } from '@/lib/shared/format';
import type { RulesDraft } from './allocation-types';

interface Props {
  value: RulesDraft;
  onChange: (value: RulesDraft) => void;
  /** A mode holds for a whole pool; a share belongs to one channel. */
  onChannel: boolean;
  errors: Readonly<Record<string, string>>;
  disabled: boolean;
}

const risk_default = 0.01;

/** The rules of a scope. Blank leaves a rule to a less specific scope. */
export function RulesForm({ value, onChange, onChannel, errors, disabled }: Props) {
  const set = (change: Partial<RulesDraft>) => onChange({ ...value, ...change });
  const { mode } = value;
  const kind = mode === null ? '' : typeof mode === 'string' ? mode : 'bounded';
  return (
    <fieldset disabled={disabled} className="grid min-w-0 gap-4">
      <p className="text-sm text-muted">What is left blank is left to a less specific scope.</p>
      <div className="grid grid-cols-2 items-start gap-4 max-sm:grid-cols-1">
        {onChannel ? (
          <Field label="Share of the pool (%)" error={errors.share} hint="Used in mode fixed share only">
            <DecimalInput
              name="share"
              value={value.share}
              scale={100}
              disabled={disabled}
              onBlur={() => undefined}
              onChange={(share) => set({ share })}
            />
          </Field>
        ) : (
          <Field label="Mode" error={errors.mode} hint={modeHints[kind]}>
            <SelectInput
              aria-label="Mode"
              className="w-full"
              value={kind}
              disabled={disabled}
              onChange={({ target }) =>
                set({
                  mode:
                    target.value === 'bounded'
                      ? { bounded: risk_default }
                      : target.value === 'strict' || target.value === 'fixed_share'
                        ? target.value
                        : null,
                })
              }
            >
              <option value="">Not set here</option>
              <option value="strict">Strict</option>
              <option value="bounded">Bounded</option>
              <option value="fixed_share">Fixed share</option>
            </SelectInput>
          </Field>
        )}
        {typeof mode === 'object' && mode !== null && (
          <Field label="Accepted risk per loop (%)" error={errors.mode} hint="Modelled, not a guarantee">
            <DecimalInput
              name="risk"
              value={mode.bounded}
              scale={100}
              disabled={disabled}
              onBlur={() => undefined}
              onChange={(bounded) => set({ mode: { bounded: bounded ?? 0 } })}
            />
          </Field>
        )}
        <Field
          label="Priority"
          error={errors.priority}
          hint="Times net revenue: 1 is neutral, 2 counts double"
        >
          <DecimalInput
            name="priority"
            value={value.priority}
            disabled={disabled}
            onBlur={() => undefined}
            onChange={(priority) => set({ priority })}
          />
        </Field>
        <Field label="Floor" error={errors.floor} hint="Units each listing gets first">
          <NumberField value={value.floor} min={0} disabled={disabled} onChange={(floor) => set({ floor })} />
        </Field>
        <Field label="Cap" error={errors.cap} hint="The most a listing may show; 0 shows nothing">
          <NumberField value={value.cap} min={0} disabled={disabled} onChange={(cap) => set({ cap })} />
        </Field>
        <Field label="Buffer" error={errors.buffer} hint="Kept back from what is shown">
          <NumberField
            value={value.buffer}
            min={0}
            disabled={disabled}
            onChange={(buffer) => set({ buffer })}
          />
        </Field>
      </div>
      <div className="grid grid-cols-2 items-start gap-4 max-sm:grid-cols-1">
        <Field label={`Begins (${zoneName})`} error={errors.effectiveFrom} hint="Blank: when it is published">
          <InstantField value={value.from} disabled={disabled} onChange={(from) => set({ from })} />
        </Field>
        <Field label={`Ends (${zoneName})`} error={errors.effectiveTo} hint="Blank: until it is replaced">
          <InstantField value={value.to} disabled={disabled} onChange={(to) => set({ to })} />
        </Field>
      </div>
      <Field label="Note" error={errors.note} hint="Why, for whoever reads the history">
        <Input
          value={value.note}
          maxLength={500}
          disabled={disabled}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
      </Field>
    </fieldset>
  );
}

const modeHints: Readonly<Record<string, string>> = {
  '': 'For all channels of a pool together',
  strict: 'No unit is promised twice',
  bounded: 'The last units may be promised twice, within the risk below',
  fixed_share: 'Each channel shows its share; nothing moves between them',
};
