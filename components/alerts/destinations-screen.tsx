'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, Send } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { no_answer } from '@/components/no-answer';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { buttonClasses } from '@/components/ui/button-classes';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { tellDone, tellFailed } from '@/components/ui/toast';
import { useEver } from '@/components/use-ever';
import type { DestinationItem } from '@/lib/alerts/delivery';
import { ruleWords } from '@/lib/alerts/words';
import { formatStamp, formatUnits, zoneName } from '@/lib/shared/format';
import { severityWords } from './alert-types';
import { DeliveriesTable } from './deliveries-table';
import { type DestinationActions, kindWords } from './destination-types';

const DestinationDrawer = dynamic(() =>
  import('./destination-drawer').then((module) => module.DestinationDrawer),
);

/** Where alerts are told outside of these pages, and how that goes. */
export function DestinationsScreen({ actions }: { actions: DestinationActions }) {
  const [editing, setEditing] = useState<{ item: DestinationItem | null } | null>(null);
  const [testing, setTesting] = useState<string | null>(null);
  const everEdited = useEver(editing !== null);
  const destinations = useQuery({
    queryKey: queryKeys.alertDestinations,
    queryFn: ({ signal }) => readJson<{ items: DestinationItem[] }>('/api/ui/alert-destinations', signal),
  });
  const items = destinations.data?.items;

  async function test({ destination, name }: DestinationItem) {
    setTesting(destination);
    const answer = await actions.test(destination).catch(() => null);
    setTesting(null);
    if (answer === null) tellFailed(no_answer);
    else if (answer.ok) tellDone(`The test message has arrived at ${name}`);
    else tellFailed(`The test message did not arrive at ${name}. ${answer.detail}`);
  }

  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Alert delivery"
        note={`Alerts of one kind go together in one message. Times in ${zoneName}.`}
        actions={
          <>
            <Link href="/alerts" className={buttonClasses({})}>
              To the alerts
            </Link>
            <Button look="primary" onClick={() => setEditing({ item: null })}>
              <Plus aria-hidden />
              New destination
            </Button>
          </>
        }
      />
      {destinations.isError && (
        <ReadFailure
          what="the destinations"
          error={destinations.error}
          onRetry={() => void destinations.refetch()}
        />
      )}
      {destinations.isPending && <Skeleton className="h-40 w-full" />}
      {items?.length === 0 && (
        <EmptyState icon={Send} title="Alerts are told on these pages only">
          <p>Add a webhook, a Slack-compatible webhook or an e-mail address to be told elsewhere too.</p>
        </EmptyState>
      )}
      {items !== undefined && items.length > 0 && (
        <TableFrame label="Destinations">
          <Table>
            <thead>
              <tr>
                {['Name', 'Kind', 'Tells of', 'State', 'Waiting', 'Last told', 'Actions'].map((head) => (
                  <HeadCell key={head} className="h-(--row)">
                    {head}
                  </HeadCell>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <tr key={item.destination} className="hover:bg-hover">
                  <th
                    scope="row"
                    className="h-(--row) border-b border-line px-3 text-left font-medium whitespace-nowrap"
                  >
                    {item.name}
                  </th>
                  <Cell>{kindWords[item.kind]}</Cell>
                  <Cell>{scopeWords(item)}</Cell>
                  <Cell>
                    <DestinationState item={item} />
                  </Cell>
                  <Cell className="text-right tabular-nums">{formatUnits(item.waiting)}</Cell>
                  <Cell className="tabular-nums">
                    {item.deliveredAt === null ? (
                      <span className="text-muted">Never</span>
                    ) : (
                      formatStamp(item.deliveredAt)
                    )}
                  </Cell>
                  <Cell>
                    <Button
                      look="bare"
                      className="-my-1"
                      aria-label={`Send a test message to ${item.name}`}
                      disabled={testing === item.destination}
                      onClick={() => void test(item)}
                    >
                      {testing === item.destination ? 'Sending…' : 'Test'}
                    </Button>
                    <Button
                      look="bare"
                      className="-my-1"
                      aria-label={`Change ${item.name}`}
                      onClick={() => setEditing({ item })}
                    >
                      Change…
                    </Button>
                  </Cell>
                </tr>
              ))}
            </tbody>
          </Table>
        </TableFrame>
      )}
      <DeliveriesTable />
      {everEdited && (
        <DestinationDrawer
          key={editing?.item?.destination ?? String(editing === null)}
          editing={editing}
          actions={actions}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}

function DestinationState({ item }: { item: DestinationItem }) {
  if (!item.enabled) return <Badge tone="neutral">Off</Badge>;
  if (item.lastError === null) return <Badge tone="good">On</Badge>;
  return (
    <>
      <Badge tone="critical">Failing</Badge> <span className="text-muted">{item.lastError}</span>
    </>
  );
}

function scopeWords({ severity, rule, channel, node, hours }: DestinationItem): string {
  const least = severity === 'information' ? 'Everything' : `${severityWords[severity]} and worse`;
  const narrowed = [rule === '' ? '' : ruleWords[rule], channel, node].filter((part) => part !== '');
  const when = hours === null ? [] : [`${hours.from} to ${hours.until} on working days`];
  return [severity === 'critical' ? 'Critical only' : least, ...narrowed, ...when].join(', ');
}
