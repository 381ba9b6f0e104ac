'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNodeName } from '@/components/movements/use-node-name';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Stepper } from '@/components/ui/stepper';
import { unanswered, useOnce } from '@/components/use-once';
import { formatStamp, formatUnits, zoneName } from '@/lib/shared/format';
import type { StocktakeDetail } from '@/lib/stocktake/stocktake-document';
import { CountPanel } from './count-panel';
import { ReviewTable } from './review-table';
import { linesIn, type Move, scopeWords, statusWords } from './stocktake-words';

interface Props {
  stocktake: string;
  move: Move | null;
  mayApprove: boolean;
}

const steps = [
  { key: 'counting', label: 'Count' },
  { key: 'recount', label: 'Count again' },
  { key: 'counted', label: 'Approve' },
  { key: 'posted', label: 'Posted' },
];

/** One stocktake: counted blind, then approved by somebody else, then posted. */
export function StocktakeScreen({ stocktake, move, mayApprove }: Props) {
  const nodeName = useNodeName();
  const { data, isPending, isError, error, refetch } = useQuery({
    queryKey: queryKeys.stocktake(stocktake),
    queryFn: ({ signal }) =>
      readJson<StocktakeDetail>(`/api/ui/stocktake?${new URLSearchParams({ stocktake })}`, signal),
  });
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title={`Stocktake ${stocktake}`}
        note={data && `${scopeWords(data)} at ${nodeName(data.node)}, ${linesIn(data.lines)}`}
      />
      {isPending && <Skeleton className="w-2/3" />}
      {isError && <ReadFailure what="this stocktake" error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <>
          <div className="flex flex-wrap items-center gap-x-6 gap-y-2 text-sm">
            {data.status === 'cancelled' ? (
              <Badge tone="neutral">{statusWords.cancelled}</Badge>
            ) : (
              <Stepper label="Steps of the stocktake" steps={steps} current={stepOf(data)} />
            )}
            {data.approvedAt !== undefined && (
              <span className="text-muted">
                approved {formatStamp(data.approvedAt)} {zoneName}
              </span>
            )}
          </div>
          <Body found={data} move={move} mayApprove={mayApprove} nodeName={nodeName(data.node)} />
        </>
      )}
    </div>
  );
}

function stepOf({ status, round }: StocktakeDetail): string {
  if (status === 'counting' || status === 'handing_in') return round > 1 ? 'recount' : 'counting';
  return status === 'posted' ? 'posted' : 'counted';
}

function Body({
  found,
  move,
  mayApprove,
  nodeName,
}: {
  found: StocktakeDetail;
  move: Move | null;
  mayApprove: boolean;
  nodeName: string;
}) {
  if (found.status === 'counting')
    return move === null ? (
      <Notice tone="information">
        Being counted: {linesIn(found.due)} in round {formatUnits(found.round)}. What the books say is shown
        when it is handed in.
      </Notice>
    ) : (
      <CountPanel key={found.round} found={found} move={move} />
    );
  if (found.status === 'handing_in')
    return move === null ? (
      <Notice tone="information">It is being handed in.</Notice>
    ) : (
      <FinishHandIn found={found} move={move} />
    );
  if (found.review === null)
    return (
      <Notice tone="information">
        {found.status === 'cancelled'
          ? 'This stocktake was cancelled. Nothing was posted.'
          : found.status === 'posted'
            ? `Posted: ${formatUnits(found.found)} found, ${formatUnits(found.missing)} missing.`
            : `Handed in: ${linesIn(found.counted)}. A manager who has not counted approves it.`}
      </Notice>
    );
  return (
    <>
      {found.asideScans.length > 0 && (
        <Notice tone="warning">
          {formatUnits(found.setAside)} scans counted for nothing:{' '}
          {found.asideScans
            .slice(0, 20)
            .map(({ code, units, outcome, by }) => `${code} (${formatUnits(units)}, ${outcome}, ${by})`)
            .join(', ')}
        </Notice>
      )}
      <ReviewTable found={found} review={found.review} nodeName={nodeName} move={mayApprove ? move : null} />
    </>
  );
}

/** Handing in was cut short between two steps; the same again brings it to its end. */
function FinishHandIn({ found, move }: { found: StocktakeDetail; move: Move }) {
  const once = useOnce();
  const [failure, setFailure] = useState<string>();
  const finish = async () => {
    const { stocktake, version } = found;
    const answer = await once
      .send(({ key }) => move({ key, stocktake, seen: version, step: 'hand_in', confirmUncounted: true }))
      .catch(() => unanswered);
    if (answer !== null && !answer.ok) setFailure(answer.detail);
  };
  return (
    <Notice tone="information" action={<Button onClick={() => void finish()}>Finish handing in</Button>}>
      {failure ?? 'It is being handed in. Where this takes longer than a moment it was cut short: finish it.'}
    </Notice>
  );
}
