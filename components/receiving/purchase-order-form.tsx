'use client';

import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { NodeSelect } from '@/components/pickers/place-select';
import { ScanField } from '@/components/scan/scan-field';
import { useCodeQueue } from '@/components/scan/use-code-queue';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { InstantField } from '@/components/ui/instant-field';
import { Notice } from '@/components/ui/notice';
import { NumberField } from '@/components/ui/number-field';
import { tellDone } from '@/components/ui/toast';
import { unanswered, useOnce } from '@/components/use-once';
import type { PurchaseOrderDetail, ReceivingDone } from '@/lib/receiving/purchase-order';
import { zoneName } from '@/lib/shared/format';
import type { PurchaseOrderActions } from './receiving-words';

interface Props {
  purchaseOrder: string;
  /** Null: it is not placed yet. */
  found: PurchaseOrderDetail | null;
  actions: PurchaseOrderActions;
}

/** Supplier, place, date and lines of a purchase order; typed or scanned. */
export function PurchaseOrderForm({ purchaseOrder, found, actions }: Props) {
  const once = useOnce();
  const [supplier, setSupplier] = useState(found?.supplier ?? '');
  const [node, setNode] = useState(found?.node ?? '');
  const [expected, setExpected] = useState(found?.expectedAt ?? null);
  const [lines, setLines] = useState(() => found?.lines.map(({ sku, units }) => ({ sku, units })) ?? []);
  const [failure, setFailure] = useState<string>();
  const codes = useCodeQueue(actions.findCodes, (skus) =>
    setLines((before) => {
      const units = new Map(before.map((line) => [line.sku, line.units]));
      for (const sku of skus) units.set(sku, (units.get(sku) ?? 0) + 1);
      return [...units].map(([sku, count]) => ({ sku, units: count }));
    }),
  );
  const seen = found?.version ?? 0;
  const closed = found?.status === 'closed';

  function tell(answer: ReceivingDone | typeof unanswered | null, done: string) {
    if (answer === null) return;
    if (!answer.ok) return setFailure(answer.detail);
    setFailure(undefined);
    tellDone(done);
  }

  async function save() {
    if (supplier.trim() === '') return setFailure('Name the supplier.');
    if (node === '') return setFailure('Choose where it is to arrive: no node is chosen for you.');
    if (lines.length === 0) return setFailure('Add at least one line.');
    const answer = await once
      .send(({ key }) =>
        actions.save({
          key,
          purchaseOrder,
          seen,
          plan: {
            supplier: supplier.trim(),
            node,
            lines,
            ...(expected === null ? {} : { expectedAt: expected }),
          },
        }),
      )
      .catch(() => unanswered);
    tell(answer, `Kept ${purchaseOrder}`);
  }

  async function close() {
    const answer = await once
      .send(({ key }) => actions.close({ key, purchaseOrder, seen, closed: !closed }))
      .catch(() => unanswered);
    tell(answer, closed ? `Opened ${purchaseOrder} again` : `Closed ${purchaseOrder}`);
  }

  return (
    <section aria-label="Order" className="grid max-w-3xl gap-4">
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Supplier">
          <Input
            value={supplier}
            maxLength={200}
            onChange={(event) => setSupplier(event.currentTarget.value)}
          />
        </Field>
        <Field label="Arrives at">
          <NodeSelect
            label="Arrives at"
            none="Choose a node"
            value={node}
            onChange={setNode}
            className="w-full"
          />
        </Field>
        <Field label={`Expected (${zoneName})`} hint="Allocation counts on it from here.">
          <InstantField value={expected} onChange={setExpected} />
        </Field>
      </div>
      <ScanField
        form="Add a line"
        label="Add by SKU or barcode"
        hint="Enter adds one unit; type the number beside it."
        onCode={codes.add}
      />
      {codes.unknown.length > 0 && (
        <Notice tone="warning" action={<Button onClick={codes.forgetUnknown}>Clear</Button>}>
          Not in the catalogue: {codes.unknown.join(', ')}
        </Notice>
      )}
      {lines.length > 0 && (
        <ul aria-label="Lines" className="grid gap-px overflow-hidden rounded-md border border-line bg-line">
          {lines.map(({ sku, units }) => (
            <li key={sku} className="flex flex-wrap items-center gap-3 bg-card px-3 py-2">
              <span className="min-w-0 grow font-mono text-sm">{sku}</span>
              <NumberField
                label={`Ordered of ${sku}`}
                value={units}
                min={1}
                max={1_000_000_000}
                onChange={(value) =>
                  setLines(lines.map((line) => (line.sku === sku ? { sku, units: value ?? 1 } : line)))
                }
              />
              <Button
                aria-label={`Remove ${sku}`}
                onClick={() => setLines(lines.filter((line) => line.sku !== sku))}
              >
                <Trash2 aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {failure !== undefined && (
        <Notice tone="critical" urgent>
          {failure}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={once.busy} onClick={() => void save()}>
          {found === null ? 'Place the order' : 'Keep changes'}
        </Button>
        {found !== null && found.status !== 'received' && (
          <Button disabled={once.busy} onClick={() => void close()}>
            {closed ? 'Open again' : 'Close: nothing more is expected'}
          </Button>
        )}
      </div>
    </section>
  );
}
