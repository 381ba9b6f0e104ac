'use client';

import { CategorySelect, ChannelSelect } from '@/components/pickers/place-select';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { Field } from '@/components/ui/field';
import { SegmentedControl } from '@/components/ui/segmented-control';
import type { PolicyScope } from '@/lib/allocation/policy-version';

export type ScopeOf = 'all' | 'category' | 'sku';

interface Props {
  of: ScopeOf;
  onOf: (of: ScopeOf) => void;
  scope: PolicyScope;
  onChange: (scope: PolicyScope) => void;
  errors: Readonly<Record<string, string>>;
}

/** What a new policy is for. */
export function ScopeFields({ of, onOf, scope, onChange, errors }: Props) {
  return (
    <>
      <div>
        <SegmentedControl
          label="Policy for"
          value={of}
          onChange={(next) => {
            onOf(next);
            onChange({ ...scope, sku: '', category: '' });
          }}
          choices={[
            { value: 'all', label: 'Everything' },
            { value: 'category', label: 'A category' },
            { value: 'sku', label: 'A SKU' },
          ]}
        />
      </div>
      <div className="grid grid-cols-2 items-start gap-4 max-sm:grid-cols-1">
        {of === 'sku' && (
          <Field label="SKU" error={errors.sku}>
            <SkuPicker value={scope.sku} onChange={(sku) => onChange({ ...scope, sku })} className="w-full" />
          </Field>
        )}
        {of === 'category' && (
          <Field label="Category" error={errors.category}>
            <CategorySelect
              value={scope.category}
              onChange={(category) => onChange({ ...scope, category })}
              none="Choose a category"
              className="w-full"
            />
          </Field>
        )}
        <Field label="Channel" error={errors.channel}>
          <ChannelSelect
            value={scope.channel}
            onChange={(channel) => onChange({ ...scope, channel })}
            none="Every channel"
            className="w-full"
          />
        </Field>
      </div>
    </>
  );
}
