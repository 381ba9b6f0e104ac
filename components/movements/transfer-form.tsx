'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { any_once, given, schemaResolver } from '@/components/form-resolver';
import { newKey } from '@/components/new-key';
import { NodeSelect } from '@/components/pickers/place-select';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { tellDone } from '@/components/ui/toast';
import { unanswered, useOnce } from '@/components/use-once';
import type { MoveStock } from '@/lib/transfers/move-stock';
import type { MovementActions } from './movement-types';
import { PositionLine } from './position-line';
import { UnitsField } from './units-field';
import { useNodeName } from './use-node-name';
import { usePosition } from './use-position';
import { unitsIn } from './words';

interface Props {
  transfer: MovementActions['transfer'];
  nodes: readonly string[] | null;
  /** Whether the person may declare units missing. */
  mayCloseShort: boolean;
  start: { sku: string; node: string };
}

interface Values {
  step: MoveStock['step'];
  transfer: string;
  sku: string;
  from: string;
  to: string;
  units: number | null;
  damaged: number | null;
  missing: number | null;
}

const steps = [
  { value: 'ready', label: 'Set aside' },
  { value: 'dispatched', label: 'Send off' },
  { value: 'received', label: 'Take in' },
] as const;

const inputOf = ({ damaged, missing, ...values }: Values) => ({
  ...given(values),
  ...(values.step === 'received'
    ? { units: values.units ?? 0, damaged: damaged ?? 0, missing: missing ?? 0 }
    : {}),
});
const resolver = schemaResolver<Values>(
  async () => (await import('@/lib/transfers/move-stock')).moveStockSchema,
  (values) => ({ ...any_once, ...inputOf(values) }),
);
const newTransfer = () => `T-${newKey().slice(0, 8).toUpperCase()}`;

/** One step of a transfer of one SKU between two nodes. */
export function TransferForm({ transfer: post, nodes, mayCloseShort, start }: Props) {
  const once = useOnce();
  const nodeName = useNodeName();
  const [failure, setFailure] = useState<string>();
  const form = useForm<Values>({
    defaultValues: {
      step: 'dispatched',
      transfer: newTransfer(),
      sku: start.sku,
      from: start.node,
      to: '',
      units: null,
      damaged: null,
      missing: null,
    },
    resolver,
  });
  const { step, transfer, sku, from, to, units, damaged, missing } = form.watch();
  const { errors, isSubmitted } = form.formState;
  const here = step === 'received' ? to : from;
  const position = usePosition(sku, here);
  const set = <Name extends keyof Values>(name: Name, value: Values[Name]) => {
    setFailure(undefined);
    form.setValue(name, value as never, { shouldValidate: isSubmitted });
  };
  const verb = { ready: 'Set aside', dispatched: 'Send off', received: 'Take in' }[step];
  const way =
    step === 'received'
      ? to === ''
        ? ''
        : ` at ${nodeName(to)}`
      : from === ''
        ? ''
        : ` from ${nodeName(from)}`;
  const onward = step !== 'received' && to !== '' ? ` to ${nodeName(to)}` : '';
  const label = `${verb} ${units === null ? 'units' : unitsIn(units)}${way}${onward}`;

  async function send(values: Values) {
    const answer = await once
      .send((key) => post({ ...inputOf(values), ...key } as MoveStock))
      .catch(() => unanswered);
    if (answer === null) return;
    if (!answer.ok) return setFailure(answer.detail);
    tellDone(`Recorded: ${label}, transfer ${values.transfer}`);
    form.reset({ ...values, units: null, damaged: null, missing: null });
  }

  return (
    <form
      aria-label="Transfer stock"
      noValidate
      className="grid gap-4"
      onSubmit={(event) => void form.handleSubmit(send)(event)}
    >
      <div className="flex flex-wrap items-end gap-4">
        <SegmentedControl
          label="Step"
          value={step}
          choices={steps}
          onChange={(value) => set('step', value)}
        />
        <Field label="Transfer" error={errors.transfer && 'Name the transfer.'}>
          <Input
            value={transfer}
            maxLength={200}
            className="w-40 font-mono"
            onChange={(event) => set('transfer', event.currentTarget.value.trim())}
          />
        </Field>
      </div>
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <Field label="SKU" error={errors.sku && 'Choose the SKU.'}>
          <SkuPicker value={sku} onChange={(value) => set('sku', value)} className="w-full" />
        </Field>
        <Field label="From" error={errors.from && 'Choose where it comes from.'}>
          <NodeSelect
            label="From"
            value={from}
            onChange={(value) => set('from', value)}
            none="Choose a node"
            only={step === 'received' ? null : nodes}
            className="w-full"
          />
        </Field>
        <Field
          label="To"
          error={
            errors.to &&
            (to === from && to !== '' ? 'Choose another node than the origin.' : 'Choose where it goes.')
          }
        >
          <NodeSelect
            label="To"
            value={to}
            onChange={(value) => set('to', value)}
            none="Choose a node"
            only={step === 'received' ? nodes : null}
            className="w-full"
          />
        </Field>
      </div>
      {position.data && <PositionLine position={position.data} name={nodeName(here)} />}
      <div className="flex flex-wrap items-end gap-4">
        <UnitsField
          label={step === 'received' ? 'Arrived in order' : 'Units'}
          value={units}
          onChange={(value) => set('units', value)}
          min={step === 'received' ? 0 : 1}
          error={errors.units && 'Enter whole units.'}
        />
        {step === 'received' && (
          <>
            <UnitsField label="Damaged" value={damaged} onChange={(value) => set('damaged', value)} min={0} />
            {mayCloseShort && (
              <UnitsField
                label="Missing"
                value={missing}
                onChange={(value) => set('missing', value)}
                min={0}
              />
            )}
          </>
        )}
      </div>
      {failure !== undefined && (
        <Notice tone="critical" urgent>
          {failure}
        </Notice>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button type="button" onClick={() => set('transfer', newTransfer())}>
          New transfer number
        </Button>
        <Button type="submit" look="primary" disabled={once.busy} className="max-sm:w-full">
          {once.busy ? 'Recording…' : label}
        </Button>
      </div>
    </form>
  );
}
