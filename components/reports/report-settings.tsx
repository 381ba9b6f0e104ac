'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useChannelName } from '@/components/movements/use-node-name';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Button } from '@/components/ui/button';
import { ReadFailure } from '@/components/ui/read-failure';
import {
  type CancellationLimitItem,
  type OversellCostItem,
  oversellCostDefault,
  type ReportSettings,
} from '@/lib/reports/settings';
import { formatDay, formatMoney } from '@/lib/shared/format';
import { currency_default } from '@/lib/shared/money';
import { CostDrawer } from './cost-drawer';
import { LimitDrawer } from './limit-drawer';
import type { ReportActions } from './report-types';

interface Props {
  of: 'oversell' | 'cancellation-budget';
  actions: ReportActions | null;
}

/** What a report computes with, stated, and changed by who may. */
export function ReportSettingsSection({ of, actions }: Props) {
  const channelName = useChannelName();
  const [cost, setCost] = useState<OversellCostItem | 'new' | null>(null);
  const [limit, setLimit] = useState<CancellationLimitItem | 'new' | null>(null);
  const settings = useQuery({
    queryKey: queryKeys.reportSettings,
    queryFn: ({ signal }) => readJson<ReportSettings>('/api/ui/report-settings', signal),
  });
  const { costs = [], limits = [] } = settings.data ?? {};
  if (settings.isError)
    return <ReadFailure what="what is set" error={settings.error} onRetry={() => void settings.refetch()} />;
  const scope = (channel: string) => (channel === '' ? 'All channels' : channelName(channel));
  const isCost = of === 'oversell';
  const rows = isCost
    ? costs.map((each) => ({
        key: each.cost,
        words: `${scope(each.channel)}: ${costWords(each)}`,
        edit: () => setCost(each),
        each,
      }))
    : limits.map((each) => ({
        key: each.limit,
        words: `${scope(each.channel)}: ${each.name}, ${each.percent} % in ${each.windowDays} days (${each.source})`,
        edit: () => setLimit(each),
        each,
      }));
  return (
    <section
      aria-label={isCost ? 'Cost model' : 'Limits'}
      className="grid gap-2 rounded-md border border-line bg-card p-4 text-sm"
    >
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="grow font-semibold">{isCost ? 'Cost model' : 'Limits in force'}</h2>
        {actions !== null && (
          <Button onClick={() => (isCost ? setCost('new') : setLimit('new'))}>
            {isCost ? 'Set for a channel…' : 'Add a limit…'}
          </Button>
        )}
      </div>
      {rows.length === 0 && (
        <p className="text-muted">
          {isCost
            ? `Nothing is set: ${costWords(oversellCostDefault)}.`
            : 'No limit is set yet. Add what each channel permits, with where it is written.'}
        </p>
      )}
      <ul className="grid gap-1">
        {rows.map(({ key, words, edit, each }) => (
          <li key={key} className="flex flex-wrap items-center gap-x-3">
            <span className="min-w-0 grow">
              {words}
              <span className="text-muted">
                {' '}
                · since {formatDay(each.from)}, {each.by}
              </span>
            </span>
            {actions !== null && (
              <Button look="bare" onClick={edit}>
                Change
              </Button>
            )}
          </li>
        ))}
      </ul>
      {actions !== null && cost !== null && (
        <CostDrawer
          item={cost === 'new' ? null : cost}
          existing={costs}
          save={actions.saveCost}
          onClose={() => setCost(null)}
        />
      )}
      {actions !== null && limit !== null && (
        <LimitDrawer
          item={limit === 'new' ? null : limit}
          existing={limits}
          save={actions.saveLimit}
          onClose={() => setLimit(null)}
        />
      )}
    </section>
  );
}

function costWords(cost: Omit<OversellCostItem, 'channel' | 'cost' | 'from' | 'by'>): string {
  const money = (minor: number) => formatMoney(minor, currency_default);
  return `${cost.marginPercent} % of the margin and a fee of ${money(cost.feeMinor)} where it was cancelled; service ${money(cost.serviceMinor)} and goodwill ${cost.goodwillPercent} % of the price each time`;
}
