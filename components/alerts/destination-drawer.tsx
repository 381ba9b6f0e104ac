'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { no_answer_to_save } from '@/components/no-answer';
import { ChannelSelect, NodeSelect } from '@/components/pickers/place-select';
import { queryKeys } from '@/components/query-keys';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Drawer } from '@/components/ui/drawer';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { SelectInput } from '@/components/ui/select-input';
import { tellDone } from '@/components/ui/toast';
import {
  type DestinationInput,
  type DestinationItem,
  type DestinationKind,
  destinationKinds,
} from '@/lib/alerts/delivery';
import { alertRules, severities } from '@/lib/alerts/rules';
import { ruleWords } from '@/lib/alerts/words';
import { type DestinationActions, kindWords } from './destination-types';
import { HoursFields } from './hours-fields';

interface Props {
  /** Null: closed; without an item: a new one. */
  editing: { item: DestinationItem | null } | null;
  actions: DestinationActions;
  onClose: () => void;
}

const secretFields: Record<DestinationKind, { label: string; hint: string }> = {
  webhook: { label: 'Signing secret', hint: 'whsec_…, as the receiver has it (Standard Webhooks).' },
  slack: { label: 'Address of the webhook', hint: 'It is a secret itself, so it is never shown again.' },
  email: { label: 'Mail server', hint: 'smtps://user:password@mail.example.com' },
};

/** Where alerts are told: its kind, what it wants to hear, and its secret, which goes in and never comes out. */
export function DestinationDrawer({ editing, actions, onClose }: Props) {
  const client = useQueryClient();
  const item = editing?.item ?? null;
  const [kind, setKind] = useState<DestinationKind>(item?.kind ?? 'webhook');
  const [name, setName] = useState(item?.name ?? '');
  const [url, setUrl] = useState(item?.config.url ?? '');
  const [from, setFrom] = useState(item?.config.from ?? '');
  const [to, setTo] = useState(item?.config.to?.join(', ') ?? '');
  const [secret, setSecret] = useState('');
  const [severity, setSeverity] = useState<DestinationItem['severity']>(item?.severity ?? 'warning');
  const [rule, setRule] = useState<DestinationItem['rule']>(item?.rule ?? '');
  const [channel, setChannel] = useState(item?.channel ?? '');
  const [node, setNode] = useState(item?.node ?? '');
  const [enabled, setEnabled] = useState(item?.enabled ?? true);
  const [hours, setHours] = useState(item?.hours ?? null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});

  function input(): DestinationInput {
    const common = { name, severity, rule, channel, node, enabled, hours };
    const own = secret === '' ? {} : { secret };
    if (kind === 'webhook') return { ...common, ...own, kind, url: url.trim() };
    if (kind === 'slack') return { ...common, ...own, kind };
    const recipients = to.split(/[\s,;]+/).filter((address) => address !== '');
    return { ...common, ...own, kind, from: from.trim(), to: recipients };
  }
  async function save() {
    setBusy(true);
    setFailure(null);
    setErrors({});
    const seen = item === null ? null : { destination: item.destination, version: item.version };
    const answer = await actions.save(input(), seen).catch(() => null);
    setBusy(false);
    if (answer === null) return setFailure(no_answer_to_save);
    if (!answer.ok) {
      const fields = answer.fields ?? (answer.field ? [{ field: answer.field, message: answer.detail }] : []);
      setErrors(Object.fromEntries(fields.map(({ field, message }) => [field, message])));
      if (fields.length === 0) setFailure(answer.detail);
      return;
    }
    void client.invalidateQueries({ queryKey: queryKeys.alertDestinations });
    tellDone(`${name} is told of alerts${enabled ? '' : ' once it is on'}`);
    onClose();
  }
  const text = (label: string, field: string, value: string, set: (value: string) => void, hint?: string) => (
    <Field label={label} error={errors[field]} hint={hint}>
      <Input value={value} maxLength={2000} onChange={(event) => set(event.currentTarget.value)} />
    </Field>
  );
  const { label, hint } = secretFields[kind];
  return (
    <Drawer
      open={editing !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={item === null ? 'New destination' : item.name}
      description={item === null ? undefined : kindWords[item.kind]}
      footer={
        <Button look="primary" disabled={busy} onClick={() => void save()}>
          {busy ? 'Saving…' : 'Save destination'}
        </Button>
      }
    >
      <div className="grid gap-4">
        {failure !== null && (
          <Notice tone="critical" urgent>
            {failure}
          </Notice>
        )}
        {item === null && (
          <Field label="Kind">
            <SelectInput
              aria-label="Kind"
              value={kind}
              onChange={(event) =>
                setKind(destinationKinds.find((each) => each === event.target.value) ?? 'webhook')
              }
            >
              {destinationKinds.map((each) => (
                <option key={each} value={each}>
                  {kindWords[each]}
                </option>
              ))}
            </SelectInput>
          </Field>
        )}
        {text('Name', 'name', name, setName)}
        {kind === 'webhook' && text('Address', 'url', url, setUrl)}
        {kind === 'email' && text('From', 'from', from, setFrom)}
        {kind === 'email' && text('To', 'to', to, setTo, 'Several addresses with commas between them.')}
        <Field
          label={label}
          error={errors.secret}
          hint={item === null ? hint : `Empty: it stays as it is. ${hint}`}
        >
          <Input
            type="password"
            autoComplete="off"
            value={secret}
            maxLength={2000}
            onChange={(event) => setSecret(event.currentTarget.value)}
          />
        </Field>
        <Field label="At least so severe">
          <SelectInput
            aria-label="At least so severe"
            value={severity}
            onChange={(event) =>
              setSeverity(severities.find((each) => each === event.target.value) ?? 'warning')
            }
          >
            <option value="critical">Critical only</option>
            <option value="warning">Warning and worse</option>
            <option value="information">Everything</option>
          </SelectInput>
        </Field>
        <Field label="Kind of alert">
          <SelectInput
            aria-label="Kind of alert"
            value={rule}
            onChange={(event) => setRule(alertRules.find((each) => each === event.target.value) ?? '')}
          >
            <option value="">Every kind</option>
            {alertRules.map((each) => (
              <option key={each} value={each}>
                {ruleWords[each]}
              </option>
            ))}
          </SelectInput>
        </Field>
        <Field label="Channel">
          <ChannelSelect value={channel} onChange={(next) => setChannel(next ?? '')} />
        </Field>
        <Field label="Stock node">
          <NodeSelect
            label="Stock node"
            none="Every node"
            value={node}
            onChange={(next) => setNode(next ?? '')}
          />
        </Field>
        <HoursFields hours={hours} onChange={setHours} error={errors.hours} />
        <Checkbox checked={enabled} onChange={setEnabled}>
          On
        </Checkbox>
      </div>
    </Drawer>
  );
}
