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
import { describeCause } from '@/lib/discrepancies/describe-cause';
import { formatDelta, formatStamp, zoneName } from '@/lib/shared/format';
import { ChasePart } from './chase-part';
import { CaseBadge } from './discrepancy-columns';
import {
  type CaseKey,
  type CaseView,
  caseAddress,
  type DiscrepancyActions,
  kindWords,
} from './discrepancy-types';
import { RecordTransfer } from './record-transfer';
import { RecountPart } from './recount-part';

interface Props {
  /** Null: closed. */
  of: CaseKey | null;
  nodeName: (node: string) => string;
  actions: DiscrepancyActions | null;
  onClose: () => void;
}

/** One case: both numbers, what could have made the difference, and the ways out. */
export function DiscrepancyDrawer({ of, nodeName, actions, onClose }: Props) {
  const shown = useLastGiven(of);
  const detail = useQuery({
    queryKey: queryKeys.discrepancy(shown === null ? '' : caseAddress(shown)),
    queryFn: ({ signal }) =>
      readJson<CaseView>(
        `/api/ui/discrepancy?${new URLSearchParams({ sku: shown?.sku ?? '', node: shown?.node ?? '', sequence: String(shown?.sequence ?? 0) })}`,
        signal,
      ),
    enabled: shown !== null,
  });
  const { data } = detail;
  return (
    <Drawer
      open={of !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={shown === null ? 'Discrepancy' : `${shown.sku} at ${nodeName(shown.node)}`}
      description={
        shown && (
          <Link href={skuHref(shown.sku)} className="underline underline-offset-2">
            Open the SKU
          </Link>
        )
      }
    >
      {detail.isPending && <Skeleton className="w-2/3" />}
      {detail.isError && (
        <ReadFailure what="this case" error={detail.error} onRetry={() => void detail.refetch()} />
      )}
      {data && (
        <div className="grid gap-5">
          <BothNumbers item={data} />
          {data.status === 'resolved' ? (
            <Notice tone="good">{closedWords(data)}</Notice>
          ) : (
            <>
              <Part title="What most likely made it">
                <Causes item={data} nodeName={nodeName} actions={actions} />
              </Part>
              {actions !== null && (
                <Part title="Ask somebody">
                  <ChasePart item={data} chase={actions.chase} />
                </Part>
              )}
              {actions !== null && (
                <Part title="Other ways out">
                  <RecountPart item={data} nodeName={nodeName} actions={actions} />
                </Part>
              )}
            </>
          )}
        </div>
      )}
    </Drawer>
  );
}

function closedWords({ resolution, resolvedAt, resolvedSequence }: CaseView): string {
  const when = resolvedAt === undefined ? '' : ` at ${formatStamp(resolvedAt)}`;
  const by = resolvedSequence === undefined ? '' : `, event ${resolvedSequence}`;
  if (resolution === 'explained')
    return `Closed${when}${by}: what was recorded afterwards makes both numbers the same.`;
  if (resolution === 'superseded') return `Closed${when}${by}: the node has reported again.`;
  return `Closed${when}${by}: a count was posted.`;
}

function BothNumbers({ item }: { item: CaseView }) {
  const books = item.expectedNow ?? item.expected;
  const numbers = [
    ['Books, as of then', books],
    [kindWords[item.kind] ?? 'Other source', item.actual],
  ] as const;
  return (
    <div className="grid gap-3">
      <dl className="grid grid-cols-3 gap-2 rounded-md border border-line p-3 text-center">
        {numbers.map(([term, units]) => (
          <div key={term} className="grid gap-0.5">
            <dt className="text-xs text-muted">{term}</dt>
            <dd className="text-base font-semibold">
              <Quantity units={units} />
            </dd>
          </div>
        ))}
        <div className="grid gap-0.5">
          <dt className="text-xs text-muted">Difference</dt>
          <dd className="text-base font-semibold tabular-nums">{formatDelta(item.difference)}</dd>
        </div>
      </dl>
      <p className="text-sm">
        <CaseBadge item={item} />{' '}
        <span className="text-muted">
          as of {formatStamp(item.occurredAt)} {zoneName}; class {item.class}, ±{item.tolerance} tolerated
          {item.expectedNow !== undefined &&
            item.expectedNow !== item.expected &&
            `; the books held ${item.expected} when it was reported`}
          {item.document !== undefined && ` · ${item.document}`}
        </span>
      </p>
    </div>
  );
}

function Causes({
  item,
  nodeName,
  actions,
}: {
  item: CaseView;
  nodeName: (node: string) => string;
  actions: DiscrepancyActions | null;
}) {
  if (item.causes.length === 0)
    return (
      <p className="text-sm text-muted">
        Nothing known fits: no transfer, return or order around it. Recount it.
      </p>
    );
  return (
    <ol className="grid gap-px overflow-hidden rounded-md border border-line bg-line">
      {item.causes.map((cause, index) => (
        <li
          key={`${cause.cause} ${'to' in cause ? cause.to : ''} ${'transfer' in cause ? cause.transfer : ''}`}
          className="flex flex-wrap items-center gap-x-3 gap-y-2 bg-card px-3 py-2 text-sm"
        >
          <span className="min-w-0 flex-1 basis-56">
            {index === 0 && <span className="mr-1.5 text-xs font-semibold text-muted">Likeliest</span>}
            {describeCause(cause, nodeName)}
          </span>
          {cause.cause === 'unrecorded_transfer' && actions !== null && (
            <RecordTransfer item={item} cause={cause} nodeName={nodeName} record={actions.recordTransfer} />
          )}
          {(cause.cause === 'unreceived_transfer' || cause.cause === 'undispatched_transfer') && (
            <Link
              href={`/movements?form=transfer&sku=${encodeURIComponent(item.sku)}&node=${encodeURIComponent(item.node)}`}
              className="text-sm underline underline-offset-2"
            >
              Enter it
            </Link>
          )}
        </li>
      ))}
    </ol>
  );
}
