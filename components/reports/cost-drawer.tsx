'use client';

import { useState } from 'react';
import { ChannelSelect } from '@/components/pickers/place-select';
import { Field } from '@/components/ui/field';
import { NumberField } from '@/components/ui/number-field';
import { type OversellCostInput, type OversellCostItem, oversellCostDefault } from '@/lib/reports/settings';
import { currency_default, decimalsOf } from '@/lib/shared/money';
import type { ReportActions } from './report-types';
import { SettingDrawer } from './setting-drawer';
import { useSettingForm } from './use-setting-form';

interface Props {
  item: OversellCostItem | null;
  existing: readonly OversellCostItem[];
  save: ReportActions['saveCost'];
  onClose: () => void;
}

const minor = 10 ** decimalsOf(currency_default);

/** What an oversold unit is taken to cost on a channel. */
export function CostDrawer({ item, existing, save, onClose }: Props) {
  const { marginPercent, goodwillPercent, feeMinor, serviceMinor } = item ?? oversellCostDefault;
  const [draft, setDraft] = useState({
    channel: item?.channel ?? '',
    marginPercent,
    goodwillPercent,
    feeMinor,
    serviceMinor,
  });
  const form = useSettingForm(onClose);
  const { errors, send } = form;
  const there = existing.find(({ channel }) => channel === draft.channel) ?? null;
  const input: OversellCostInput = { ...draft, seen: there?.cost ?? null };
  const number = (
    label: string,
    field: 'marginPercent' | 'goodwillPercent' | 'feeMinor' | 'serviceMinor',
    scale: number,
  ) => (
    <Field label={label} error={errors[field]}>
      <NumberField
        label={label}
        value={draft[field] / scale}
        min={0}
        onChange={(value) => setDraft({ ...draft, [field]: Math.round((value ?? 0) * scale) })}
      />
    </Field>
  );
  return (
    <SettingDrawer
      title="Cost of an oversell"
      description="From now on; what happened before keeps what was in force then."
      form={form}
      onRemove={item === null ? null : () => void send(() => save(input, true), 'Cost model removed')}
      saveLabel="Set cost model"
      onSave={() => void send(() => save(input, false), 'Cost model set')}
      onClose={onClose}
    >
      {item === null && (
        <Field label="Channel" error={errors.channel}>
          <ChannelSelect value={draft.channel} onChange={(channel) => setDraft({ ...draft, channel })} />
        </Field>
      )}
      {number('Margin lost (%)', 'marginPercent', 1)}
      {number(`Fee per cancelled line (${currency_default})`, 'feeMinor', minor)}
      {number(`Service per incident (${currency_default})`, 'serviceMinor', minor)}
      {number('Goodwill (% of the price)', 'goodwillPercent', 1)}
    </SettingDrawer>
  );
}
