'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { BellOff, Plus } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useChannelName, useNodeName } from '@/components/movements/use-node-name';
import { no_answer_look_again } from '@/components/no-answer';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Button } from '@/components/ui/button';
import { buttonClasses } from '@/components/ui/button-classes';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { tellDone, tellFailed } from '@/components/ui/toast';
import type { SilenceInput, SilenceItem } from '@/lib/alerts/silence';
import { ruleWords } from '@/lib/alerts/words';
import { formatStamp, formatUnits, zoneName } from '@/lib/shared/format';
import { SilenceDrawer } from './silence-drawer';

type Refused = {
  ok: false;
  code: string;
  detail: string;
  fields?: readonly { field: string; message: string }[];
};

export interface SilenceActions {
  add: (input: SilenceInput) => Promise<{ ok: true } | Refused>;
  end: (id: string) => Promise<{ ok: true } | Refused>;
}

const heads = ['What', 'Reason', 'Until', 'Keeps quiet', 'Set by'];

/** What nobody is told of for a while, and why. */
export function SilencesScreen({ actions }: { actions: SilenceActions | null }) {
  const client = useQueryClient();
  const nodeName = useNodeName();
  const channelName = useChannelName();
  const [adding, setAdding] = useState(false);
  const silences = useQuery({
    queryKey: queryKeys.alertSilences,
    queryFn: ({ signal }) => readJson<{ items: SilenceItem[] }>('/api/ui/alert-silences', signal),
    // One ends by itself, and no event tells of that.
    refetchInterval: 60_000,
  });
  const words = ({ rule, sku, node, channel }: SilenceItem) =>
    [
      rule === '' ? 'Every alert' : ruleWords[rule],
      ...(sku === '' ? [] : [`of ${sku}`]),
      ...(node === '' ? [] : [`at ${nodeName(node)}`]),
      ...(channel === '' ? [] : [`on ${channelName(channel)}`]),
    ].join(' ');
  async function end(item: SilenceItem) {
    const answer = await actions?.end(item.id).catch(() => null);
    if (answer?.ok) tellDone('Silence ended');
    else tellFailed(answer?.detail ?? no_answer_look_again);
    void client.invalidateQueries({ queryKey: queryKeys.alertSilences });
  }
  const items = silences.data?.items ?? [];
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Silences"
        note={`Alerts open and are logged all the same; nobody is told. Times in ${zoneName}.`}
        actions={
          <>
            <Link href="/alerts" className={buttonClasses({})}>
              To the alerts
            </Link>
            {actions !== null && (
              <Button look="primary" onClick={() => setAdding(true)}>
                <Plus aria-hidden />
                New silence
              </Button>
            )}
          </>
        }
      />
      {silences.isError && (
        <ReadFailure what="the silences" error={silences.error} onRetry={() => void silences.refetch()} />
      )}
      {silences.isPending && <Skeleton className="h-40 w-full" />}
      {silences.data !== undefined && items.length === 0 && (
        <EmptyState icon={BellOff} title="Nothing is silenced">
          <p>A silence keeps alerts quiet that are expected: a stocktake, a channel that is being moved.</p>
        </EmptyState>
      )}
      {items.length > 0 && (
        <TableFrame label="Silences">
          <Table>
            <thead>
              <tr>
                {[...heads, ...(actions === null ? [] : ['Change'])].map((head) => (
                  <HeadCell key={head}>{head}</HeadCell>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <tr key={item.id} className="hover:bg-hover">
                  <th
                    scope="row"
                    className="h-(--row) border-b border-line px-3 text-left font-medium whitespace-nowrap"
                  >
                    {words(item)}
                  </th>
                  <Cell>{item.reason}</Cell>
                  <Cell className="tabular-nums">{formatStamp(item.until)}</Cell>
                  <Cell className="tabular-nums">
                    {formatUnits(item.suppresses)} {item.suppresses === 1 ? 'alert' : 'alerts'}
                  </Cell>
                  <Cell className="text-muted">{item.createdBy}</Cell>
                  {actions !== null && (
                    <Cell>
                      <Button look="bare" className="-my-1" onClick={() => void end(item)}>
                        End now
                      </Button>
                    </Cell>
                  )}
                </tr>
              ))}
            </tbody>
          </Table>
        </TableFrame>
      )}
      {adding && actions !== null && <SilenceDrawer add={actions.add} onClose={() => setAdding(false)} />}
    </div>
  );
}
