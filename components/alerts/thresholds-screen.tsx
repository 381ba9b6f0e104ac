'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { useChannelName, useNodeName } from '@/components/movements/use-node-name';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Button } from '@/components/ui/button';
import { buttonClasses } from '@/components/ui/button-classes';
import { PageHead } from '@/components/ui/page-head';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { useEver } from '@/components/use-ever';
import { type AlertRule, alertRules } from '@/lib/alerts/rules';
import { thresholdDefaults } from '@/lib/alerts/threshold';
import type { ThresholdItem } from '@/lib/alerts/threshold-input';
import { duration, ruleWords } from '@/lib/alerts/words';
import { formatStamp, zoneName } from '@/lib/shared/format';
import { firesWords, type ThresholdActions } from './threshold-types';

const ThresholdDrawer = dynamic(() => import('./threshold-drawer').then((module) => module.ThresholdDrawer));

interface Row {
  rule: AlertRule;
  /** Null: the default, as nothing is set for all. */
  item: ThresholdItem | null;
}

/** From where each alert fires: the default, what is set for all, and what is set for less. */
export function ThresholdsScreen({ actions }: { actions: ThresholdActions | null }) {
  const nodeName = useNodeName();
  const channelName = useChannelName();
  const [editing, setEditing] = useState<Row | null>(null);
  const everEdited = useEver(editing !== null);
  const thresholds = useQuery({
    queryKey: queryKeys.alertThresholds,
    queryFn: ({ signal }) => readJson<{ items: ThresholdItem[] }>('/api/ui/alert-thresholds', signal),
  });
  const rows = alertRules.flatMap((rule): Row[] => {
    const items = thresholds.data?.items.filter((item) => item.rule === rule) ?? [];
    const general = items.some((item) => scopeWords(item, nodeName, channelName) === everything);
    return [...(general ? [] : [{ rule, item: null }]), ...items.map((item) => ({ rule, item }))];
  });
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Alert thresholds"
        note={`The most specific one decides. Times in ${zoneName}.`}
        actions={
          <>
            <Link href="/alerts" className={buttonClasses({})}>
              To the alerts
            </Link>
            {actions !== null && (
              <Button
                look="primary"
                onClick={() => setEditing({ rule: 'listing_below_threshold', item: null })}
              >
                <Plus aria-hidden />
                New threshold
              </Button>
            )}
          </>
        }
      />
      {thresholds.isError && (
        <ReadFailure
          what="the thresholds"
          error={thresholds.error}
          onRetry={() => void thresholds.refetch()}
        />
      )}
      {thresholds.isPending && <Skeleton className="h-60 w-full" />}
      {thresholds.data !== undefined && (
        <TableFrame label="Thresholds">
          <Table>
            <thead>
              <tr>
                {['Alert', 'For', 'Fires', 'Opens after', 'Set', ...(actions ? ['Change'] : [])].map(
                  (head) => (
                    <HeadCell key={head} className="h-(--row)">
                      {head}
                    </HeadCell>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ rule, item }) => (
                <tr key={item?.threshold ?? rule} className="hover:bg-hover">
                  <th
                    scope="row"
                    className="h-(--row) border-b border-line px-3 text-left font-medium whitespace-nowrap"
                  >
                    {ruleWords[rule]}
                  </th>
                  <Cell>{item === null ? everything : scopeWords(item, nodeName, channelName)}</Cell>
                  <Cell>{firesWords(rule, item ?? thresholdDefaults[rule])}</Cell>
                  <Cell className="tabular-nums">{afterWords(item ?? thresholdDefaults[rule])}</Cell>
                  <Cell className="text-muted">
                    {item === null
                      ? 'Default'
                      : `${item.coming ? 'From ' : ''}${formatStamp(item.from)} by ${item.by}`}
                  </Cell>
                  {actions !== null && (
                    <Cell>
                      {rule !== 'proof_failed' && (
                        <Button
                          look="bare"
                          className="-my-1"
                          aria-label={`Change: ${ruleWords[rule]}`}
                          onClick={() => setEditing({ rule, item })}
                        >
                          Change…
                        </Button>
                      )}
                    </Cell>
                  )}
                </tr>
              ))}
            </tbody>
          </Table>
        </TableFrame>
      )}
      {everEdited && actions !== null && (
        <ThresholdDrawer
          key={editing === null ? 'closed' : `${editing.rule} ${editing.item?.threshold ?? ''}`}
          editing={editing}
          existing={thresholds.data?.items ?? []}
          actions={actions}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}

const everything = 'Everything';

function afterWords({ forSeconds }: { forSeconds: number }): string {
  return forSeconds === 0 ? 'At once' : duration(forSeconds);
}

function scopeWords(
  { sku, category, class: of, node, channel }: ThresholdItem,
  nodeName: (node: string) => string,
  channelName: (channel: string) => string,
): string {
  const what = sku !== '' ? sku : category !== '' ? `All ${category}` : of !== '' ? `Class ${of}` : '';
  const where = node !== '' ? nodeName(node) : channel !== '' ? channelName(channel) : '';
  if (what === '' && where === '') return everything;
  if (what === '') return `Everything at ${where}`;
  return where === '' ? what : `${what} at ${where}`;
}
