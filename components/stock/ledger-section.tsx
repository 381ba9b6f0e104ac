'use client';

import { useRef } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { formatDelta, formatInstant, formatUnits, zoneName } from '@/lib/shared/format';
import { describeDocument, describeEvent, type StateColumn, stateColumns } from './describe-posting';
import { Section } from './section';
import type { Dimensions, PostingItem } from './stock-types';
import { useLedger } from './use-ledger';

const pendingRows = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Every movement of the SKU, newest first: what it changed and what the balance was after it. */
export function LedgerSection({ sku, nodes }: { sku: string; nodes: Dimensions['nodes'] }) {
  const ledger = useLedger(sku);
  const postings = ledger.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = stateColumns(postings);
  const named = new Map(nodes.map(({ node, name }) => [node, name]));
  // Only what comes in while somebody looks is marked as new.
  const seen = useRef<number | null>(null);
  if (seen.current === null && ledger.isSuccess) seen.current = postings[0]?.sequence ?? 0;
  return (
    <Section title="Ledger" note={`Times in ${zoneName}, newest first`}>
      {ledger.isError && (
        <ReadFailure what="the ledger" error={ledger.error} onRetry={() => void ledger.refetch()} />
      )}
      <TableFrame label="Ledger of this SKU">
        <Table>
          <thead>
            <tr>
              <HeadCell>Time</HeadCell>
              <HeadCell>Event</HeadCell>
              <HeadCell>Stock node</HeadCell>
              {columns.map(({ state, label }) => (
                <HeadCell key={state} className="text-right">
                  {label}
                </HeadCell>
              ))}
              <HeadCell>Document</HeadCell>
              <HeadCell>Source and id</HeadCell>
              <HeadCell>By</HeadCell>
            </tr>
          </thead>
          <tbody>
            {ledger.isPending &&
              pendingRows.map((row) => (
                <tr key={row}>
                  <Cell colSpan={6 + columns.length}>
                    <Skeleton className="w-full max-w-3xl" />
                  </Cell>
                </tr>
              ))}
            {ledger.isSuccess && postings.length === 0 && (
              <tr>
                <Cell colSpan={6 + columns.length} className="text-muted">
                  Nothing has moved yet. The first receipt will stand here.
                </Cell>
              </tr>
            )}
            {postings.map((posting) => (
              <PostingRow
                key={`${posting.sequence} ${posting.node}`}
                posting={posting}
                columns={columns}
                nodeName={named.get(posting.node) ?? posting.node}
                isNew={seen.current !== null && posting.sequence > seen.current}
              />
            ))}
          </tbody>
        </Table>
        {ledger.hasNextPage && (
          <div className="sticky left-0 flex w-fit p-2">
            <Button
              look="bare"
              onClick={() => void ledger.fetchNextPage()}
              disabled={ledger.isFetchingNextPage}
            >
              {ledger.isFetchingNextPage ? 'Loading…' : 'Load more of the ledger'}
            </Button>
          </div>
        )}
      </TableFrame>
    </Section>
  );
}

interface RowProps {
  posting: PostingItem;
  columns: readonly StateColumn[];
  nodeName: string;
  isNew: boolean;
}

function PostingRow({ posting, columns, nodeName, isNew }: RowProps) {
  return (
    <tr className={classNames(isNew && 'animate-glow')}>
      <Cell className="tabular-nums" title={`Recorded ${posting.recordedAt}`}>
        {formatInstant(posting.occurredAt)}
      </Cell>
      <Cell className="font-medium">{describeEvent(posting.type)}</Cell>
      <Cell>{nodeName}</Cell>
      {columns.map(({ state }) => (
        <Cell key={state} className="text-right tabular-nums">
          <Change delta={posting.changes[state] ?? 0} balance={posting.balances[state]} />
        </Cell>
      ))}
      <Cell className="max-w-72 truncate">{describeDocument(posting)}</Cell>
      <Cell
        className="max-w-64 truncate font-mono text-xs text-muted"
        title={`${posting.source} ${posting.id}`}
      >
        {posting.source} · {posting.id}
      </Cell>
      <Cell className="max-w-40 truncate text-xs text-muted" title={posting.actor}>
        {posting.actor}
      </Cell>
    </tr>
  );
}

/** −1 → 398: what was changed, and the balance it left. Where nothing changed the balance stands alone, quietly. */
function Change({ delta, balance }: { delta: number; balance: number }) {
  if (delta === 0) return <span className="text-muted">{formatUnits(balance)}</span>;
  return (
    <>
      <span>{formatDelta(delta)}</span>
      <span className="mx-1 text-muted" aria-hidden>
        →
      </span>
      <span className="sr-only">, balance </span>
      <span className="font-semibold">{formatUnits(balance)}</span>
    </>
  );
}
