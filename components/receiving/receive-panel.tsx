'use client';

import { useRef, useState } from 'react';
import { useNodeName } from '@/components/movements/use-node-name';
import { unitsIn } from '@/components/movements/words';
import { NodeSelect } from '@/components/pickers/place-select';
import { ScanField } from '@/components/scan/scan-field';
import { useCodeQueue } from '@/components/scan/use-code-queue';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { tellDone } from '@/components/ui/toast';
import { unanswered, useOnce } from '@/components/use-once';
import type { PurchaseOrderDetail, ReceivingDone } from '@/lib/receiving/purchase-order';
import { ReceiveLines } from './receive-lines';
import type { ReceiveActions } from './receiving-words';

interface Props {
  /** Null: without a purchase order. */
  found: PurchaseOrderDetail | null;
  nodes: readonly string[] | null;
  actions: ReceiveActions;
}

export interface Arrived {
  received: number;
  damaged: number;
}

/** What is being taken in: scanned one by one, or set line by line. Nothing is recorded before it is confirmed. */
export function ReceivePanel({ found, nodes, actions }: Props) {
  const nodeName = useNodeName();
  const once = useOnce();
  const field = useRef<HTMLInputElement>(null);
  const [place, setPlace] = useState('');
  const [arrived, setArrived] = useState<ReadonlyMap<string, Arrived>>(new Map());
  const [last, setLast] = useState<string | null>(null);
  const [failure, setFailure] = useState<string>();
  const [over, setOver] = useState<string>();
  const codes = useCodeQueue(actions.findCodes, (skus) => {
    setLast(skus.at(-1) ?? null);
    setArrived((before) => {
      const next = new Map(before);
      for (const sku of skus) {
        const { received, damaged } = next.get(sku) ?? { received: 0, damaged: 0 };
        next.set(sku, { received: received + 1, damaged });
      }
      return next;
    });
  });
  const node = found?.node ?? place;
  const total = [...arrived.values()].reduce((sum, { received, damaged }) => sum + received + damaged, 0);
  const label = `Receive ${unitsIn(total)}${node === '' ? '' : ` at ${nodeName(node)}`}`;

  async function receive(confirmOver: boolean): Promise<ReceivingDone | typeof unanswered | null> {
    return once
      .send((key) =>
        actions.receive({
          ...key,
          ...(found === null ? {} : { purchaseOrder: found.purchaseOrder }),
          seen: found?.version ?? 0,
          node,
          confirmOver,
          lines: [...arrived]
            .filter(([, each]) => each.received + each.damaged > 0)
            .map(([sku, each]) => ({ sku, ...each })),
        }),
      )
      .catch(() => unanswered);
  }

  async function go(confirmOver: boolean): Promise<string | undefined> {
    if (node === '') {
      setFailure('Choose where it has arrived: no node is chosen for you.');
      return undefined;
    }
    const answer = await receive(confirmOver);
    if (answer === null) return undefined;
    if (answer.ok) {
      tellDone(`Recorded: ${label}`);
      setArrived(new Map());
      setLast(null);
      setFailure(undefined);
      setOver(undefined);
      field.current?.focus();
      return undefined;
    }
    if (answer.code === 'over_receipt' && !confirmOver) {
      setOver(answer.detail);
      return undefined;
    }
    setFailure(
      answer.code === 'version_conflict'
        ? 'Somebody else has received of this order meanwhile. The page shows what is open now: look again, and record what is still to be received.'
        : answer.detail,
    );
    return answer.detail;
  }

  return (
    <div className="grid min-w-0 gap-4">
      {found === null && (
        <Field label="Arrived at">
          <NodeSelect
            label="Arrived at"
            none="Choose a node"
            value={place}
            onChange={setPlace}
            only={nodes}
            className="h-11 w-full"
          />
        </Field>
      )}
      <ScanField
        form="Scan a delivery"
        label="Scan or type a code"
        hint="A barcode or a SKU; Enter takes it as one unit."
        fieldRef={field}
        onCode={codes.add}
      />
      <p role="status" className="text-sm text-muted empty:hidden">
        {codes.waiting > 0 && `${codes.waiting} scanned, being looked up`}
      </p>
      {codes.failed && (
        <Notice tone="warning" action={<Button onClick={codes.again}>Try again</Button>}>
          The server did not answer: what you scanned is kept.
        </Notice>
      )}
      {codes.unknown.length > 0 && (
        <Notice tone="warning" action={<Button onClick={codes.forgetUnknown}>Clear</Button>}>
          Not in the catalogue, kept here: {codes.unknown.join(', ')}
        </Notice>
      )}
      <ReceiveLines
        found={found}
        arrived={arrived}
        last={last}
        onChange={(sku, each) => setArrived(new Map(arrived).set(sku, each))}
      />
      {failure !== undefined && (
        <Notice tone="critical" urgent>
          {failure}
        </Notice>
      )}
      <Button
        look="primary"
        className="max-sm:h-12 max-sm:w-full sm:justify-self-start"
        disabled={once.busy || total === 0 || codes.waiting > 0}
        onClick={() => void go(false)}
      >
        {label}
      </Button>
      <ConfirmDialog
        open={over !== undefined}
        onOpenChange={(open) => {
          if (!open) setOver(undefined);
        }}
        title="More than was ordered?"
        confirm={`${label}, more than was ordered`}
        cancel="Look again"
        onConfirm={() => go(true)}
      >
        <p>{over}</p>
      </ConfirmDialog>
    </div>
  );
}
