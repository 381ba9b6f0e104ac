'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { skuHref } from '@/components/stock/sku-href';
import { Drawer } from '@/components/ui/drawer';
import { Notice } from '@/components/ui/notice';
import { Part } from '@/components/ui/part';
import { Quantity } from '@/components/ui/quantity';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { useLastGiven } from '@/components/use-last-given';
import type { OrderLineKey } from '@/lib/orders/arrange-orders';
import { formatInstant, formatStamp, zoneName } from '@/lib/shared/format';
import { GiverList } from './giver-list';
import { LineEvents } from './line-events';
import { LineStatusBadge } from './line-status-badge';
import { MarkButton } from './mark-button';
import { lineAddress, type OrderActions, type OrderLineDetailView } from './order-types';

interface Props {
  /** Null: closed. */
  line: OrderLineKey | null;
  nodeName: (node: string) => string;
  channelName: (channel: string) => string;
  actions: OrderActions | null;
  onClose: () => void;
}

/** One order line: what it claims and where, who could give it units, and its events. */
export function OrderDrawer({ line, nodeName, channelName, actions, onClose }: Props) {
  const shown = useLastGiven(line);
  const detail = useQuery({
    queryKey: queryKeys.orderLine(shown === null ? '' : lineAddress(shown)),
    queryFn: ({ signal }) =>
      readJson<OrderLineDetailView>(`/api/ui/order-line?${new URLSearchParams({ ...shown })}`, signal),
    enabled: shown !== null,
  });
  const { data } = detail;
  return (
    <Drawer
      open={line !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={shown === null ? 'Order' : `Order ${shown.order}, line ${shown.line}`}
      description={
        shown && (
          <>
            {channelName(shown.channel)} ·{' '}
            <Link href={skuHref(shown.sku)} className="font-mono text-xs underline underline-offset-2">
              {shown.sku}
            </Link>
          </>
        )
      }
      footer={
        data !== undefined && actions !== null && (data.open > 0 || data.mark !== null) ? (
          <MarkButton line={data} actions={actions} />
        ) : undefined
      }
    >
      {detail.isPending && <Skeleton className="w-2/3" />}
      {detail.isError && (
        <ReadFailure what="this order line" error={detail.error} onRetry={() => void detail.refetch()} />
      )}
      {data && (
        <div className="grid gap-5">
          <LineFacts line={data} nodeName={nodeName} />
          {data.backordered > 0 && (
            <Part title="Who could give it units">
              <GiverList taker={data} nodeName={nodeName} channelName={channelName} actions={actions} />
            </Part>
          )}
          <Part title={`Events, times in ${zoneName}`}>
            <LineEvents line={data} nodeName={nodeName} />
          </Part>
        </div>
      )}
    </Drawer>
  );
}

function LineFacts({ line, nodeName }: { line: OrderLineDetailView; nodeName: (node: string) => string }) {
  const counters = [
    ['Ordered', line.ordered],
    ['Cancelled', line.cancelled],
    ['Shipped', line.shipped],
    ['Returned', line.returned],
  ] as const;
  const claims = Object.entries(line.claims);
  return (
    <div className="grid gap-3">
      {line.mark !== null && (
        <Notice tone="warning">
          To be cancelled at the channel: {line.mark.reason} ({line.mark.by}, {formatInstant(line.mark.at)}).
          Stock that arrives goes to other orders until then.
        </Notice>
      )}
      <dl className="grid grid-cols-4 gap-2 rounded-md border border-line p-3 text-center">
        {counters.map(([term, units]) => (
          <div key={term} className="grid gap-0.5">
            <dt className="text-xs text-muted">{term}</dt>
            <dd className="font-semibold">
              <Quantity units={units} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="text-sm">
        <LineStatusBadge line={line} />{' '}
        <span className="text-muted">
          placed {formatStamp(line.placedAt)}
          {line.expectedReturn > 0 && `, ${line.expectedReturn} more on their way back`}
        </span>
      </p>
      <p className="text-sm">
        <Quantity units={line.open} className="font-semibold" /> open ={' '}
        {claims.map(([node, units]) => (
          <span key={node}>
            <Quantity units={units} className="font-semibold" /> claimed at {nodeName(node)} +{' '}
          </span>
        ))}
        <Quantity units={line.backordered} className="font-semibold" /> backordered
      </p>
    </div>
  );
}
