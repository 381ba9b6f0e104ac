'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { any_once, given, schemaResolver } from '@/components/form-resolver';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { tellDone } from '@/components/ui/toast';
import { unanswered, useOnce } from '@/components/use-once';
import type { ReceiveStock } from '@/lib/receiving/receive-stock';
import type { MovementActions } from './movement-types';
import { PlaceFields } from './place-fields';
import { PositionLine } from './position-line';
import { UnitsField } from './units-field';
import { useNodeName } from './use-node-name';
import { usePosition } from './use-position';
import { unitsIn } from './words';

interface Props {
  receive: MovementActions['receive'];
  nodes: readonly string[] | null;
  start: { sku: string; node: string };
}

interface Values {
  sku: string;
  node: string;
  units: number | null;
  purchaseOrder: string;
  note: string;
}

const resolver = schemaResolver<Values>(
  async () => (await import('@/lib/receiving/receive-stock')).receiveStockSchema,
  (values) => ({
    ...any_once,
    ...given({ ...values }),
  }),
);

/** Takes in units that came without, or beside, an announced delivery. */
export function ReceiveForm({ receive, nodes, start }: Props) {
  const once = useOnce();
  const nodeName = useNodeName();
  const [failure, setFailure] = useState<string>();
  const form = useForm<Values>({
    defaultValues: { ...start, units: null, purchaseOrder: '', note: '' },
    resolver,
  });
  const { sku, node, units, purchaseOrder, note } = form.watch();
  const { errors, isSubmitted } = form.formState;
  const position = usePosition(sku, node);
  const set = <Name extends keyof Values>(name: Name, value: Values[Name]) => {
    setFailure(undefined);
    form.setValue(name, value as never, { shouldValidate: isSubmitted });
  };
  const label = `Receive ${units === null ? 'units' : unitsIn(units)}${node === '' ? '' : ` at ${nodeName(node)}`}`;

  async function send(values: Values) {
    const answer = await once
      .send((key) => receive({ ...given({ ...values }), ...key } as ReceiveStock))
      .catch(() => unanswered);
    if (answer === null) return;
    if (!answer.ok) return setFailure(answer.detail);
    tellDone(`Recorded: ${label}`);
    form.reset({ ...values, units: null, note: '' });
  }

  return (
    <form
      aria-label="Receive stock"
      noValidate
      className="grid gap-4"
      onSubmit={(event) => void form.handleSubmit(send)(event)}
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
      <div className="grid items-start gap-4 sm:grid-cols-[max-content_1fr_1fr]">
        <UnitsField
          label="Units"
          value={units}
          onChange={(value) => set('units', value)}
          error={errors.units && 'Enter whole units.'}
        />
        <Field label="Purchase order" hint="Optional.">
          <Input
            value={purchaseOrder}
            maxLength={200}
            onChange={(event) => set('purchaseOrder', event.currentTarget.value.trim())}
          />
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
          {once.busy ? 'Recording…' : label}
        </Button>
      </div>
    </form>
  );
}
