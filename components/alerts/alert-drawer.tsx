'use client';

import { useQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { SparkBars } from '@/components/charts/spark-bars';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { skuHref } from '@/components/stock/sku-href';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Notice } from '@/components/ui/notice';
import { Part } from '@/components/ui/part';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { useLastGiven } from '@/components/use-last-given';
import type { AlertDetail, AlertItem, AlertLogItem } from '@/lib/alerts/alert-item';
import { amountOf, ruleWords, unitsIn } from '@/lib/alerts/words';
import { formatInstant, formatMoney, formatStamp, formatUnits, zoneName } from '@/lib/shared/format';
import { type AlertWords, sentenceWith } from './alert-columns';
import type { AlertActions } from './alert-types';
import { SeverityBadge } from './severity-badge';

type Names = Pick<AlertWords, 'nodeName' | 'channelName'>;

interface Props {
  /** Null: closed. */
  id: string | null;
  names: Names;
  actions: AlertActions | null;
  onAcknowledge: (item: AlertItem) => void;
  onAsk: (what: 'snooze' | 'resolve' | 'assign', item: AlertItem) => void;
  onOpen: (id: string) => void;
  onClose: () => void;
  /** Questions asked from here. */
  children: ReactNode;
}

/** One alert: the number against its threshold, ways out, what follows from it, and its whole log. */
export function AlertDrawer({ id, names, actions, onAcknowledge, onAsk, onOpen, onClose, children }: Props) {
  const shown = useLastGiven(id);
  const detail = useQuery({
    queryKey: queryKeys.alert(shown ?? ''),
    queryFn: ({ signal }) =>
      readJson<AlertDetail>(`/api/ui/alert?${new URLSearchParams({ id: shown ?? '' })}`, signal),
    enabled: shown !== null,
  });
  const { data } = detail;
  const standing = data !== undefined && data.status !== 'resolved' && data.status !== 'pending';
  return (
    <Drawer
      open={id !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={data === undefined ? 'Alert' : ruleWords[data.rule]}
      description={data && sentenceWith(data, names)}
      footer={
        standing && actions !== null ? (
          <>
            <Button onClick={() => onAsk('assign', data)}>Assign…</Button>
            <Button onClick={() => onAsk('snooze', data)}>Snooze…</Button>
            {actions.mayResolve && data.rule !== 'discrepancy' && (
              <Button onClick={() => onAsk('resolve', data)}>Resolve…</Button>
            )}
            {data.status !== 'acknowledged' && (
              <Button look="primary" onClick={() => onAcknowledge(data)}>
                Acknowledge
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      {detail.isPending && <Skeleton className="w-2/3" />}
      {detail.isError && (
        <ReadFailure what="this alert" error={detail.error} onRetry={() => void detail.refetch()} />
      )}
      {data && (
        <div className="grid gap-5">
          <Facts alert={data} />
          <WaysOut alert={data} />
          {data.suppresses.length > 0 && (
            <Part title={`Suppresses ${formatUnits(data.suppresses.length)}`}>
              <ul className="grid gap-1 text-sm">
                {data.suppresses.map((each) => (
                  <li key={each.id}>
                    <button
                      type="button"
                      className="min-h-6 text-left underline underline-offset-2"
                      onClick={() => onOpen(each.id)}
                    >
                      {sentenceWith(each, names)}
                    </button>
                  </li>
                ))}
              </ul>
            </Part>
          )}
          <Part title={`Log, times in ${zoneName}`}>
            <ol className="grid gap-2">
              {data.log.map((line) => (
                <li key={line.version} className="grid gap-0.5 border-l-2 border-line pl-3 text-sm">
                  <span>
                    <span className="font-medium">{logWords[line.kind]}</span>
                    {line.actor !== 'truecount' && ` by ${line.actor}`}
                    {line.note !== '' && <span className="text-muted">: {line.note}</span>}
                  </span>
                  <span className="text-xs text-muted tabular-nums">
                    {formatStamp(line.at)} · at {amountOf(data.rule, line.value)}
                  </span>
                </li>
              ))}
            </ol>
          </Part>
        </div>
      )}
      {children}
    </Drawer>
  );
}

const logWords: Record<AlertLogItem['kind'], string> = {
  pending: 'Noticed',
  opened: 'Opened',
  reopened: 'Reopened',
  suppressed: 'Suppressed',
  unsuppressed: 'No longer suppressed',
  severity: 'Severity changed',
  acknowledged: 'Acknowledged',
  acknowledgement_expired: 'Acknowledgement ran out',
  assigned: 'Assigned',
  snoozed: 'Snoozed',
  snooze_ended: 'Snooze ended',
  escalated: 'Escalated',
  resolved: 'Resolved',
  undone: 'Taken back',
};

function Facts({ alert }: { alert: AlertDetail }) {
  const cells: readonly [string, ReactNode][] = [
    ['Now', amountOf(alert.rule, alert.value)],
    ['Threshold', amountOf(alert.rule, alert.threshold)],
    ['Worst', amountOf(alert.rule, alert.worst)],
    ['Times', formatUnits(alert.count)],
  ];
  return (
    <div className="grid gap-3">
      {alert.suppressedBy !== null && <Notice tone="information">{suppressedWords(alert)}</Notice>}
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <SeverityBadge severity={alert.severity} />
        <span className="text-muted">since {formatStamp(alert.since)}</span>
        {alert.ownerName !== null && <span>owned by {alert.ownerName}</span>}
        {alert.status === 'acknowledged' && alert.acknowledgedUntil !== null && (
          <span className="text-muted">until {formatInstant(alert.acknowledgedUntil)}</span>
        )}
        {alert.status === 'snoozed' && alert.snoozedUntil !== null && (
          <span>snoozed until {formatInstant(alert.snoozedUntil)}</span>
        )}
        {alert.resolvedAt !== null && <span>resolved {formatStamp(alert.resolvedAt)}</span>}
      </p>
      <dl className="grid grid-cols-4 gap-2 rounded-md border border-line p-3 text-center">
        {cells.map(([term, value]) => (
          <div key={term} className="grid gap-0.5">
            <dt className="text-xs text-muted">{term}</dt>
            <dd className="font-semibold tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {alert.trend.length > 1 && (
        <div className="flex items-center gap-3 text-xs text-muted">
          <SparkBars
            values={alert.trend.map(({ value }) => value)}
            label={`Course: ${alert.trend.map(({ value }) => amountOf(alert.rule, value)).join(', ')}`}
            colour="var(--series-1)"
          />
          <span>
            {amountOf(alert.rule, alert.trend[0]?.value ?? 0)} to {amountOf(alert.rule, alert.value)} since{' '}
            {formatStamp(alert.trend[0]?.at ?? alert.since)}
          </span>
        </div>
      )}
      {alert.unitsAtRisk > 0 && (
        <p className="text-sm">
          <span className="font-semibold tabular-nums">{unitsIn(alert.unitsAtRisk)}</span> at risk
          {alert.moneyAtRiskMinor !== null && alert.moneyAtRiskMinor > 0 && (
            <>
              , worth{' '}
              <span className="font-semibold tabular-nums">
                {formatMoney(alert.moneyAtRiskMinor, alert.currency)}
              </span>
            </>
          )}
          .
        </p>
      )}
    </div>
  );
}

function suppressedWords({ suppressedBy }: AlertDetail): string {
  if (suppressedBy?.by === 'alert') return 'It follows from another alert, so it is not told of.';
  if (suppressedBy?.by === 'silence') return 'A silence is in force, so it is not told of.';
  const why = { paused: 'is paused', stopped: 'is stopped', zero_by_policy: 'shows 0 by its policy' };
  return suppressedBy === null
    ? ''
    : `The listing ${why[suppressedBy.why]}: it is meant so, and not told of until that ends.`;
}

/** Where something can be done about it. */
function WaysOut({ alert }: { alert: AlertItem }) {
  const { rule, sku, channel } = alert;
  const ways: { href: Route; label: string }[] = [];
  const to = (path: string, query: Record<string, string | null>) => {
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null);
    return `${path}?${new URLSearchParams(given)}` as Route;
  };
  if (sku !== null && rule !== 'unknown_listing') {
    ways.push({ href: skuHref(sku), label: 'Open the SKU' });
    ways.push({ href: to('/ledger', { sku }), label: 'See its events' });
    if (
      [
        'below_safety_stock',
        'stock_out_forecast',
        'listing_below_threshold',
        'oversell',
        'oversell_risk',
      ].includes(rule)
    )
      ways.push({ href: to('/movements', { form: 'transfer', sku }), label: 'Transfer units' });
    if (rule === 'discrepancy')
      ways.push({ href: to('/movements', { form: 'adjust', sku, node: alert.node }), label: 'Adjust' });
  }
  if (rule === 'oversell')
    ways.push({
      href: to('/orders', { sku, channel, status: 'backordered' }),
      label: 'See the orders that wait',
    });
  if (rule === 'listing_below_threshold')
    ways.push({ href: to('/allocation', { channel }), label: 'Cap or buffer' });
  if (channel !== null) ways.push({ href: to('/channels', { channel }), label: 'Open the channel' });
  if (rule === 'transfer_late' && alert.location !== null)
    ways.push({
      href: `/transfers/${encodeURIComponent(alert.location)}` as Route,
      label: 'Open the transfer',
    });
  if (rule === 'return_waiting')
    ways.push({ href: to('/returns', { node: alert.node }), label: 'Inspect returns' });
  if (rule === 'budget_burning')
    ways.push({ href: '/reports/cancellation-budget' as Route, label: 'See the budgets' });
  if (rule === 'proof_failed') ways.push({ href: '/proof', label: 'Open the proof' });
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-2 text-sm">
      {ways.map(({ href, label }) => (
        <li key={label}>
          <Link href={href} className="inline-flex min-h-6 items-center underline underline-offset-2">
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}
