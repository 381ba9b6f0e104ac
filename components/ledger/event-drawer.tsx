'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { skuHref } from '@/components/stock/sku-href';
import { Badge } from '@/components/ui/badge';
import { Drawer } from '@/components/ui/drawer';
import { Notice } from '@/components/ui/notice';
import { Part } from '@/components/ui/part';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { useLastGiven } from '@/components/use-last-given';
import { describeDocument, describeEvent } from '@/lib/ledger/describe-document';
import { formatStamp, formatUnits, zoneName } from '@/lib/shared/format';
import { BalanceChange } from './balance-change';
import type { EventDetail, ReverseEvent } from './ledger-types';
import { ReverseButton } from './reverse-button';
import { ledgerStates } from './states';

interface Props {
  /** Null: closed. */
  event: { sku: string; sequence: number } | null;
  nodeName: (node: string) => string;
  /** Null: the role does not include it. */
  reverse: ReverseEvent | null;
  onClose: () => void;
}

/** One event whole: what it posted, what was reported, how it is sealed; and the way to take it back. */
export function EventDrawer({ event, nodeName, reverse, onClose }: Props) {
  const shown = useLastGiven(event);
  const detail = useQuery({
    queryKey: queryKeys.ledgerEvent(shown?.sku ?? '', shown?.sequence ?? 0),
    queryFn: ({ signal }) =>
      readJson<EventDetail>(
        `/api/ui/ledger-event?sku=${encodeURIComponent(shown?.sku ?? '')}&sequence=${shown?.sequence}`,
        signal,
      ),
    enabled: shown !== null,
  });
  const { data } = detail;
  return (
    <Drawer
      open={event !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={data === undefined ? 'Event' : titleOf(data)}
      description={
        shown && (
          <>
            Event {formatUnits(shown.sequence)} of{' '}
            <Link href={skuHref(shown.sku)} className="font-mono text-xs underline underline-offset-2">
              {shown.sku}
            </Link>
          </>
        )
      }
      footer={
        data?.reversible && reverse !== null ? (
          <ReverseButton detail={data} nodeName={nodeName} reverse={reverse} />
        ) : undefined
      }
    >
      {detail.isPending && (
        <div className="grid gap-3">
          <Skeleton className="w-2/3" />
          <Skeleton className="w-1/2" />
          <Skeleton className="w-3/5" />
        </div>
      )}
      {detail.isError && (
        <ReadFailure what="this event" error={detail.error} onRetry={() => void detail.refetch()} />
      )}
      {data && <Detail data={data} nodeName={nodeName} />}
    </Drawer>
  );
}

function titleOf({ type, quantity }: EventDetail): string {
  const what = describeEvent(type);
  return quantity === null ? what : `${what}, ${formatUnits(quantity)} ${quantity === 1 ? 'unit' : 'units'}`;
}

function Detail({ data, nodeName }: { data: EventDetail; nodeName: (node: string) => string }) {
  return (
    <div className="grid gap-5">
      {data.refusal && (
        <Notice tone="warning">
          Refused ({data.refusal.code}): {data.refusal.detail} Nothing was posted.
        </Notice>
      )}
      {data.reversedBy !== null && (
        <Notice tone="information">Taken back by event {formatUnits(data.reversedBy)}.</Notice>
      )}
      {data.reverses !== null && (
        <Notice tone="information">Takes back event {formatUnits(data.reverses)}.</Notice>
      )}
      <Part title="Postings">
        <Postings data={data} nodeName={nodeName} />
      </Part>
      <Part title={`Facts, times in ${zoneName}`}>
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
          <Fact term="Recorded">{formatStamp(data.recordedAt)}</Fact>
          <Fact term="Happened">{formatStamp(data.occurredAt)}</Fact>
          <Fact term="Document">{describeDocument(data.content) || '–'}</Fact>
          <Fact term="By">{data.actorName}</Fact>
          <Fact term="Source">
            <code className="font-mono text-xs break-all">{data.source}</code>
          </Fact>
          <Fact term="Id">
            <code className="font-mono text-xs break-all">{data.id}</code>
          </Fact>
          {data.shortfall !== null && data.shortfall > 0 && (
            <Fact term="Shortfall">{formatUnits(data.shortfall)} units became a backorder</Fact>
          )}
          <Fact term="Sealed">
            {data.seal === null ? (
              <Badge tone="information">Not yet: the next seal closes over it</Badge>
            ) : (
              <Badge tone="good">
                Seal {formatUnits(data.seal.seal)}, {formatStamp(data.seal.sealedAt)}
              </Badge>
            )}
          </Fact>
        </dl>
      </Part>
      <Part title="As it was reported">
        <pre className="overflow-x-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs">
          {JSON.stringify(rawOf(data), null, 2)}
        </pre>
      </Part>
      <Part title="Hashes (SHA-256)">
        <dl className="grid gap-1.5 text-sm">
          <Fact term="Of the report">
            <code className="font-mono text-xs break-all">{data.hash}</code>
          </Fact>
          <Fact term="With verdict and postings">
            <code className="font-mono text-xs break-all">{data.digest}</code>
          </Fact>
          {data.seal && (
            <Fact term="Root of its seal">
              <code className="font-mono text-xs break-all">{data.seal.root}</code>
            </Fact>
          )}
        </dl>
      </Part>
    </div>
  );
}

function Postings({ data, nodeName }: { data: EventDetail; nodeName: (node: string) => string }) {
  const states = ledgerStates.filter(({ state }) =>
    data.postings.some(({ changes }) => changes[state] !== undefined),
  );
  if (data.postings.length === 0) return <p className="text-sm text-muted">It moved nothing.</p>;
  return (
    <TableFrame label="Postings of this event">
      <Table>
        <thead>
          <tr>
            <HeadCell>Stock node</HeadCell>
            {states.map(({ state, label }) => (
              <HeadCell key={state} className="text-right">
                {label}
              </HeadCell>
            ))}
            <HeadCell className="text-right">On hand</HeadCell>
          </tr>
        </thead>
        <tbody>
          {data.postings.map((posting) => (
            <tr key={posting.node}>
              <Cell>{nodeName(posting.node)}</Cell>
              {states.map(({ state }) => (
                <Cell key={state} className="text-right tabular-nums">
                  <BalanceChange delta={posting.changes[state] ?? 0} balance={posting.balances[state]} />
                </Cell>
              ))}
              <Cell className="text-right text-muted tabular-nums">
                {formatUnits(posting.balances.onHand)}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

/** The event as somebody would send it. */
function rawOf({ source, id, type, occurredAt, sku, quantity, content }: EventDetail) {
  return { source, id, type, occurredAt, sku, ...(quantity === null ? {} : { quantity }), ...content };
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0 tabular-nums">{children}</dd>
    </>
  );
}
