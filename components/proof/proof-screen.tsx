'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { StatTile } from '@/components/ui/stat-tile';
import { tellFailed } from '@/components/ui/toast';
import { formatStamp, formatUnits, zoneName } from '@/lib/shared/format';
import { FindingsTable } from './findings-table';
import type { ProofBoardView, StartProof } from './proof-types';
import { RunsTable } from './runs-table';
import { WalkProgress } from './walk-progress';

/** While a walk goes on; its changes are told by the stream too, this is for when that is away. */
const walking_refresh_ms = 2_000;

/** Whether the ledger is proven, since when, and what is wrong. `start` is null where the role may look only. */
export function ProofScreen({ start }: { start: StartProof | null }) {
  const client = useQueryClient();
  const [starting, setStarting] = useState(false);
  const board = useQuery({
    queryKey: queryKeys.proof,
    queryFn: ({ signal }) => readJson<ProofBoardView>('/api/ui/proof', signal),
    refetchInterval: ({ state }) => (state.data?.walk?.state === 'running' ? walking_refresh_ms : false),
  });
  const { data } = board;
  const running = data?.walk?.state === 'running';

  async function run() {
    if (start === null) return;
    setStarting(true);
    const answer = await start().catch(() => null);
    setStarting(false);
    if (answer === null)
      tellFailed('The server did not answer. Look whether a walk goes on before you start another.');
    else if (!answer.ok) tellFailed(answer.detail);
    await client.invalidateQueries({ queryKey: queryKeys.proof });
  }

  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Proof"
        note={`Every balance against its postings, every event against its seal. Times in ${zoneName}.`}
        actions={
          start !== null && (
            <Button look="primary" disabled={starting || running} onClick={() => void run()}>
              <Play aria-hidden />
              {running ? 'Walking…' : 'Run the proof now'}
            </Button>
          )
        }
      />
      {board.isError && data === undefined && (
        <ReadFailure what="the proof" error={board.error} onRetry={() => void board.refetch()} />
      )}
      {board.isPending && <Skeleton className="h-24 w-full" />}
      {data && (
        <>
          <Verdict board={data} />
          {data.walk !== null && <WalkProgress walk={data.walk} />}
          <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
            <StatTile label="Events proven" value={data.runs[0]?.events ?? null} />
            <StatTile label="Postings proven" value={data.runs[0]?.postings ?? null} />
            <StatTile label="Positions proven" value={data.runs[0]?.positions ?? null} />
            <StatTile
              label="Last seal"
              value={data.seal?.seal ?? null}
              note={data.seal === null ? 'nothing is sealed yet' : formatStamp(data.seal.sealedAt)}
            />
          </div>
          {data.findings.length > 0 && <FindingsTable findings={data.findings} />}
          <RunsTable runs={data.runs} />
        </>
      )}
    </div>
  );
}

function Verdict({ board }: { board: ProofBoardView }) {
  const [last] = board.runs;
  if (last === undefined)
    return (
      <Notice tone="information">
        The ledger was not walked as a whole yet. The background proves it piece by piece, about once an hour;
        a run now does it at once.
      </Notice>
    );
  if (last.balanced)
    return (
      <Notice tone="good">
        Proven on {formatStamp(last.checkedAt)}: every balance equals its postings, every event is as it was
        recorded.
      </Notice>
    );
  return (
    <Notice tone="critical">
      Not proven on {formatStamp(last.checkedAt)}: {formatUnits(last.findings)}{' '}
      {last.findings === 1 ? 'thing is' : 'things are'} wrong. Stop changing these SKUs, and see below what
      differs.
    </Notice>
  );
}
