'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { any_once, given, schemaResolver } from '@/components/form-resolver';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SelectInput } from '@/components/ui/select-input';
import { tellDone } from '@/components/ui/toast';
import { unanswered, useOnce } from '@/components/use-once';
import type { AdjustStock } from '@/lib/ledger/adjust-stock';
import { adjustmentReasons } from '@/lib/ledger/adjustment-reasons';
import { formatUnits } from '@/lib/shared/format';
import { MovedNotice } from './moved-notice';
import type { MovementActions } from './movement-types';
import { PlaceFields } from './place-fields';
import { PositionLine } from './position-line';
import { UnitsField } from './units-field';
import { useNodeName } from './use-node-name';
import { usePosition } from './use-position';
import { stateWords, unitsIn } from './words';

interface Props {
  adjust: MovementActions['adjust'];
  /** The nodes the person works at; null: all. */
  nodes: readonly string[] | null;
  start: { sku: string; node: string };
}

type How = AdjustStock['how'];
interface Values {
  how: How;
  sku: string;
  node: string;
  state: AdjustStock['state'];
  units: number | null;
  seen: { units: number; version: number } | null;
  reason: string;
  note: string;
}

const hows = [
  { value: 'add', label: 'Add' },
  { value: 'remove', label: 'Remove' },
  { value: 'set', label: 'Set to' },
] as const;

const inputOf = ({ seen, ...values }: Values) =>
  given({ ...values, seen: values.how === 'set' ? seen : null });
const resolver = schemaResolver<Values>(
  async () => (await import('@/lib/ledger/adjust-stock')).adjustStockSchema,
  (values) => ({ ...any_once, ...inputOf(values) }),
);

/** Corrects a balance: by so many units, or to a number, which is refused where the position has moved since it was seen. */
export function AdjustForm({ adjust, nodes, start }: Props) {
  const once = useOnce();
  const nodeName = useNodeName();
  const [failure, setFailure] = useState<string>();
  const [conflict, setConflict] = useState(false);
  const form = useForm<Values>({
    defaultValues: {
      how: 'add',
      ...start,
      state: 'available',
      units: null,
      seen: null,
      reason: '',
      note: '',
    },
    resolver,
  });
  const { how, sku, node, state, units, reason, note } = form.watch();
  const { errors, isSubmitted } = form.formState;
  const position = usePosition(sku, node);
  const now =
    position.data === undefined
      ? null
      : { units: position.data.balances[state], version: position.data.version };

  // What the person saw when they began to set a number; it stays while the position moves on.
  const place = `${sku} ${node} ${state}`;
  const [seen, setSeen] = useState<{ place: string; units: number; version: number } | null>(null);
  if (now !== null && seen?.place !== place) setSeen({ place, ...now });
  const moved = how === 'set' && now !== null && seen?.place === place && now.version !== seen.version;

  const set = <Name extends keyof Values>(name: Name, value: Values[Name]) => {
    setFailure(undefined);
    form.setValue(name, value as never, { shouldValidate: isSubmitted });
  };

  async function send(values: Values) {
    const answer = await once
      .send((key) => adjust({ ...inputOf(values), ...key } as AdjustStock))
      .catch(() => unanswered);
    if (answer === null) return;
    if (!answer.ok) {
      setConflict(answer.code === 'version_conflict');
      if (answer.code === 'version_conflict') await position.refetch();
      else setFailure(answer.detail);
      return;
    }
    tellDone(`Recorded: ${label()}`);
    setConflict(false);
    setSeen(null);
    form.reset({ ...values, units: null, note: '' });
  }

  function label(): string {
    const at = node === '' ? '' : ` at ${nodeName(node)}`;
    if (units === null) return `${hows.find(({ value }) => value === how)?.label} units${at}`;
    if (how === 'set') return `Set ${stateWords(state)} to ${formatUnits(units)}${at}`;
    return `${how === 'add' ? 'Add' : 'Remove'} ${unitsIn(units)}${at}`;
  }

  return (
    <form
      aria-label="Adjust stock"
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        form.setValue('seen', seen === null ? null : { units: seen.units, version: seen.version });
        void form.handleSubmit(send)(event);
      }}
    >
      <PlaceFields
        sku={sku}
        onSku={(value) => set('sku', value)}
        skuError={errors.sku !== undefined}
        node={node}
        onNode={(value) => set('node', value)}
        nodeError={errors.node !== undefined}
        nodes={nodes}
      />
      {position.data && <PositionLine position={position.data} name={nodeName(node)} />}
      <div className="flex flex-wrap items-end gap-4">
        <SegmentedControl label="How" value={how} choices={hows} onChange={(value) => set('how', value)} />
        <UnitsField
          label={how === 'set' ? 'New number' : 'Units'}
          value={units}
          onChange={(value) => set('units', value)}
          min={how === 'set' ? 0 : 1}
          error={
            errors.units && (units === seen?.units ? 'The books say this already.' : 'Enter whole units.')
          }
        />
        <Field label="State">
          <SelectInput
            aria-label="State"
            value={state}
            onChange={(event) => set('state', event.target.value as Values['state'])}
            className="w-40"
          >
            {(['available', 'quality_control', 'damaged'] as const).map((each) => (
              <option key={each} value={each}>
                {stateWords(each)}
              </option>
            ))}
          </SelectInput>
        </Field>
      </div>
      {(moved || conflict) && now !== null && seen !== null && (
        <MovedNotice
          seen={seen.units}
          now={now.units}
          typed={units}
          onGoBy={() => {
            setSeen({ place, ...now });
            setConflict(false);
          }}
        />
      )}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Reason" error={errors.reason && 'Choose why.'}>
          <SelectInput
            aria-label="Reason"
            value={reason}
            onChange={(event) => set('reason', event.target.value)}
            className="w-full"
          >
            <option value="">Choose a reason</option>
            {adjustmentReasons.map((code) => (
              <option key={code} value={code}>
                {stateWords(code)}
              </option>
            ))}
          </SelectInput>
        </Field>
        <Field label="Note" hint="Optional, for whoever reads it later.">
          <Input value={note} maxLength={300} onChange={(event) => set('note', event.currentTarget.value)} />
        </Field>
      </div>
      {failure !== undefined && (
        <Notice tone="critical" urgent>
          {failure}
        </Notice>
      )}
      <div className="flex justify-end">
        <Button type="submit" look="primary" disabled={once.busy} className="max-sm:w-full">
          {once.busy ? 'Recording…' : label()}
        </Button>
      </div>
    </form>
  );
}
