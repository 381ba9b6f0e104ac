'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { no_answer_to_save } from '@/components/no-answer';
import { ChannelSelect, NodeSelect } from '@/components/pickers/place-select';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { queryKeys } from '@/components/query-keys';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { InstantField } from '@/components/ui/instant-field';
import { Notice } from '@/components/ui/notice';
import { SelectInput } from '@/components/ui/select-input';
import { tellDone } from '@/components/ui/toast';
import { alertRules } from '@/lib/alerts/rules';
import type { SilenceInput } from '@/lib/alerts/silence';
import { ruleWords } from '@/lib/alerts/words';
import { zoneName } from '@/lib/shared/format';
import type { SilenceActions } from './silences-screen';

interface Props {
  add: SilenceActions['add'];
  onClose: () => void;
}

const hours_default = 4;

/** What is to be kept quiet, why, and until when. */
export function SilenceDrawer({ add, onClose }: Props) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<SilenceInput>(() => ({
    rule: '',
    sku: '',
    node: '',
    channel: '',
    reason: '',
    until: new Date(Date.now() + hours_default * 3_600_000).toISOString(),
  }));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const change = (next: Partial<SilenceInput>) => {
    setDraft({ ...draft, ...next });
    setErrors({});
  };
  async function save() {
    setBusy(true);
    setFailure(null);
    const answer = await add(draft).catch(() => null);
    setBusy(false);
    if (answer === null) return setFailure(no_answer_to_save);
    if (!answer.ok) {
      setErrors(Object.fromEntries((answer.fields ?? []).map(({ field, message }) => [field, message])));
      if (!answer.fields) setFailure(answer.detail);
      return;
    }
    void client.invalidateQueries({ queryKey: queryKeys.alertSilences });
    tellDone('Silence in force');
    onClose();
  }
  return (
    <Drawer
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="New silence"
      description="What matches everything named here is told to nobody until the end."
      footer={
        <Button look="primary" disabled={busy} onClick={() => void save()}>
          Silence
        </Button>
      }
    >
      <div className="grid gap-4">
        {failure !== null && (
          <Notice tone="critical" urgent>
            {failure}
          </Notice>
        )}
        <Field label="Alert" error={errors.rule}>
          <SelectInput
            aria-label="Alert"
            value={draft.rule}
            onChange={(event) =>
              change({ rule: alertRules.find((each) => each === event.target.value) ?? '' })
            }
          >
            <option value="">Any alert</option>
            {alertRules.map((rule) => (
              <option key={rule} value={rule}>
                {ruleWords[rule]}
              </option>
            ))}
          </SelectInput>
        </Field>
        <Field label="SKU" hint="Empty: every SKU." error={errors.sku}>
          <SkuPicker value={draft.sku} onChange={(sku) => change({ sku: sku ?? '' })} />
        </Field>
        <Field label="Stock node" error={errors.node}>
          <NodeSelect none="Any node" value={draft.node} onChange={(node) => change({ node })} />
        </Field>
        <Field label="Channel" error={errors.channel}>
          <ChannelSelect
            none="Any channel"
            value={draft.channel}
            onChange={(channel) => change({ channel })}
          />
        </Field>
        <Field label={`Until (${zoneName})`} error={errors.until}>
          <InstantField value={draft.until} onChange={(until) => until !== null && change({ until })} />
        </Field>
        <Field label="Reason" error={errors.reason}>
          <Input
            value={draft.reason}
            maxLength={500}
            onChange={(event) => change({ reason: event.currentTarget.value })}
          />
        </Field>
      </div>
    </Drawer>
  );
}
