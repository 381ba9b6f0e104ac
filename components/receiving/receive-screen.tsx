'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useNodeName } from '@/components/movements/use-node-name';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { ReadFailure } from '@/components/ui/read-failure';
import { SelectInput } from '@/components/ui/select-input';
import { Skeleton } from '@/components/ui/skeleton';
import type { PurchaseOrderDetail, PurchaseOrderItem } from '@/lib/receiving/purchase-order';
import { ReceivePanel } from './receive-panel';
import type { ReceiveActions } from './receiving-words';

interface Props {
  /** Whoever is limited to nodes chooses among these. */
  nodes: readonly string[] | null;
  actions: ReceiveActions | null;
}

/** Takes in a delivery, against a purchase order or without one; made for a phone and a scanner. */
export function ReceiveScreen({ nodes, actions }: Props) {
  const nodeName = useNodeName();
  const [order, setOrder] = useQueryState('order', parseAsString.withDefault(''));
  const open = useQuery({
    queryKey: [...queryKeys.lists, 'purchase-orders', 'to-receive'],
    queryFn: async ({ signal }) => {
      const of = (status: string) =>
        readJson<{ items: PurchaseOrderItem[] }>(
          `/api/ui/purchase-orders?status=${status}&limit=200`,
          signal,
        );
      const [partly, whole] = await Promise.all([of('partly_received'), of('open')]);
      return [...partly.items, ...whole.items];
    },
  });
  const chosen = useQuery({
    queryKey: queryKeys.purchaseOrder(order),
    queryFn: ({ signal }) =>
      readJson<{ found: PurchaseOrderDetail | null }>(
        `/api/ui/purchase-order?${new URLSearchParams({ purchaseOrder: order })}`,
        signal,
      ),
    enabled: order !== '',
  });
  const found = order === '' ? null : (chosen.data?.found ?? null);
  return (
    <div className="grid max-w-2xl min-w-0 gap-4">
      <PageHead title="Receive" note="Scan what has arrived." />
      <Field label="Against">
        <SelectInput
          aria-label="Against"
          value={order}
          onChange={(event) => void setOrder(event.target.value || null)}
          className="h-11 w-full"
        >
          <option value="">No purchase order</option>
          {open.data?.map(({ purchaseOrder, supplier, node }) => (
            <option key={purchaseOrder} value={purchaseOrder}>
              {purchaseOrder}, {supplier} to {nodeName(node)}
            </option>
          ))}
          {order !== '' && !open.data?.some(({ purchaseOrder }) => purchaseOrder === order) && (
            <option value={order}>{order}</option>
          )}
        </SelectInput>
      </Field>
      {actions === null && <Notice tone="information">Your role may look only.</Notice>}
      {order !== '' && chosen.isPending && <Skeleton className="w-2/3" />}
      {chosen.isError && (
        <ReadFailure what="this purchase order" error={chosen.error} onRetry={() => void chosen.refetch()} />
      )}
      {order !== '' && chosen.data !== undefined && found === null && (
        <Notice tone="warning">There is no purchase order {order}.</Notice>
      )}
      {actions !== null && (order === '' || found !== null) && (
        <ReceivePanel key={order} found={found} nodes={nodes} actions={actions} />
      )}
    </div>
  );
}
