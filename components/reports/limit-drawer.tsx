'use client';

import { useState } from 'react';
import { ChannelSelect } from '@/components/pickers/place-select';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NumberField } from '@/components/ui/number-field';
import { SelectInput } from '@/components/ui/select-input';
import {
  type CancellationLimitInput,
  type CancellationLimitItem,
  cancellationLimitPresets,
} from '@/lib/reports/settings';
import type { ReportActions } from './report-types';
import { SettingDrawer } from './setting-drawer';
import { useSettingForm } from './use-setting-form';

interface Props {
  item: CancellationLimitItem | null;
  existing: readonly CancellationLimitItem[];
  save: ReportActions['saveLimit'];
  onClose: () => void;
}

/** How many orders a channel lets somebody cancel, and where that is written. */
export function LimitDrawer({ item, existing, save, onClose }: Props) {
  const [draft, setDraft] = useState({
    channel: item?.channel ?? '',
    name: item?.name ?? 'Cancellation rate',
    windowDays: item?.windowDays ?? 7,
    percent: String(item?.percent ?? ''),
    source: item?.source ?? '',
  });
  const form = useSettingForm(onClose);
  const { errors, send } = form;
  const change = (next: Partial<typeof draft>) => setDraft({ ...draft, ...next });
  const there = existing.find(({ channel, name }) => channel === draft.channel && name === draft.name.trim());
  const input: CancellationLimitInput = {
    ...draft,
    name: draft.name.trim(),
    source: draft.source.trim(),
    percent: draft.percent.trim() === '' ? Number.NaN : Number(draft.percent),
    seen: there?.limit ?? null,
  };
  return (
    <SettingDrawer
      title={item === null ? 'New limit' : 'Change limit'}
      description="From now on; what was in force before stays on record."
      form={form}
      onRemove={item === null ? null : () => void send(() => save(input, true), 'Limit removed')}
      saveLabel="Set limit"
      onSave={() => void send(() => save(input, false), 'Limit set')}
      onClose={onClose}
    >
      {item === null && (
        <>
          <Field label="Begin with" hint="Known in 2026; look at the channel's own terms.">
            <SelectInput
              aria-label="Begin with"
              value=""
              onChange={(event) => {
                const preset = cancellationLimitPresets.find(({ of }) => of === event.target.value);
                if (preset === undefined) return;
                const { of: _, percent, ...rest } = preset;
                change({ ...rest, percent: String(percent) });
              }}
            >
              <option value="">An empty form</option>
              {cancellationLimitPresets.map(({ of }) => (
                <option key={of} value={of}>
                  {of}
                </option>
              ))}
            </SelectInput>
          </Field>
          <Field label="Channel" error={errors.channel}>
            <ChannelSelect value={draft.channel} onChange={(channel) => change({ channel })} />
          </Field>
          <Field label="Name" error={errors.name}>
            <Input
              value={draft.name}
              maxLength={100}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
          </Field>
        </>
      )}
      <Field label="At most (% of orders)" error={errors.percent}>
        <Input
          inputMode="decimal"
          value={draft.percent}
          maxLength={10}
          onChange={(event) => change({ percent: event.currentTarget.value })}
        />
      </Field>
      <Field label="In so many days" error={errors.windowDays}>
        <NumberField
          label="Days"
          value={draft.windowDays}
          min={1}
          max={365}
          onChange={(days) => change({ windowDays: days ?? 0 })}
        />
      </Field>
      <Field label="Where it is written" error={errors.source}>
        <Input
          value={draft.source}
          maxLength={500}
          onChange={(event) => change({ source: event.currentTarget.value })}
        />
      </Field>
    </SettingDrawer>
  );
}
