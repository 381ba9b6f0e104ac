'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useNodeName } from '@/components/movements/use-node-name';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Badge } from '@/components/ui/badge';
import { buttonClasses } from '@/components/ui/button-classes';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import type { PurchaseOrderDetail } from '@/lib/receiving/purchase-order';
import { formatStamp, formatUnits, zoneName } from '@/lib/shared/format';
import { PurchaseOrderForm } from './purchase-order-form';
import { type PurchaseOrderActions, receiveHref, statusTones, statusWords } from './receiving-words';

interface Props {
  purchaseOrder: string;
  mayReceive: boolean;
  /** Null where the role may look only. */
  actions: PurchaseOrderActions | null;
}

/** One purchase order: what was ordered, what has come, what is still expected. */
export function PurchaseOrderScreen({ purchaseOrder, mayReceive, actions }: Props) {
  const nodeName = useNodeName();
  const { data, isPending, isError, error, refetch } = useQuery({
    queryKey: queryKeys.purchaseOrder(purchaseOrder),
    queryFn: ({ signal }) =>
      readJson<{ found: PurchaseOrderDetail | null }>(
        `/api/ui/purchase-order?${new URLSearchParams({ purchaseOrder })}`,
        signal,
      ),
  });
  const found = data?.found ?? null;
  const open = found !== null && (found.status === 'open' || found.status === 'partly_received');
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title={`Purchase order ${purchaseOrder}`}
        note={found === null ? 'Not placed yet' : `${found.supplier} to ${nodeName(found.node)}`}
        actions={
          open &&
          mayReceive && (
            <Link href={receiveHref(purchaseOrder)} className={buttonClasses({ look: 'primary' })}>
              Receive
            </Link>
          )
        }
      />
      {isPending && <Skeleton className="w-2/3" />}
      {isError && <ReadFailure what="this purchase order" error={error} onRetry={() => void refetch()} />}
      {found !== null && (
        <>
          <div className="flex flex-wrap items-center gap-x-6 gap-y-2 text-sm">
            <Badge tone={found.late ? 'warning' : statusTones[found.status]}>
              {statusWords[found.status]}
              {found.late && ', late'}
            </Badge>
            {found.expectedAt !== undefined && (
              <span className="text-muted">
                expected {formatStamp(found.expectedAt)} {zoneName}
              </span>
            )}
            <span className="text-muted">{formatUnits(found.onOrder)} units still expected</span>
          </div>
          <LinesTable found={found} />
        </>
      )}
      {data !== undefined &&
        (actions === null ? (
          found === null && (
            <Notice tone="information">There is no purchase order with this number yet.</Notice>
          )
        ) : (
          <PurchaseOrderForm
            key={found?.version ?? 0}
            purchaseOrder={purchaseOrder}
            found={found}
            actions={actions}
          />
        ))}
    </div>
  );
}

function LinesTable({ found }: { found: PurchaseOrderDetail }) {
  return (
    <TableFrame label="Ordered lines">
      <Table>
        <thead>
          <tr>
            <HeadCell>SKU</HeadCell>
            <HeadCell>Name</HeadCell>
            <HeadCell className="text-right">Ordered</HeadCell>
            <HeadCell className="text-right">Received</HeadCell>
            <HeadCell className="text-right">Damaged</HeadCell>
            <HeadCell className="text-right">Open</HeadCell>
          </tr>
        </thead>
        <tbody>
          {found.lines.map(({ sku, name, units, received, damaged }) => {
            const left = units - received - damaged;
            return (
              <tr key={sku}>
                <Cell className="font-mono text-xs font-medium">{sku}</Cell>
                <Cell>{name}</Cell>
                <Cell className="text-right tabular-nums">{formatUnits(units)}</Cell>
                <Cell className="text-right tabular-nums">{formatUnits(received)}</Cell>
                <Cell className="text-right tabular-nums">{formatUnits(damaged)}</Cell>
                <Cell className="text-right font-semibold tabular-nums">
                  {left < 0 ? `${formatUnits(-left)} over` : formatUnits(left)}
                </Cell>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </TableFrame>
  );
}
