'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Badge } from '@/components/ui/badge';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import type { ExpectedUnits, SkuForecast } from '@/lib/demand/sku-forecast';
import { formatMinute, formatRate, formatUnits, zoneName } from '@/lib/shared/format';
import { Section } from './section';
import type { Dimensions } from './stock-types';

const columns = 5;

/** What each channel is expected to be asked for, with where eight of ten outcomes lie. */
export function ForecastSection({ sku, channels }: { sku: string; channels: Dimensions['channels'] }) {
  const forecast = useQuery({
    queryKey: queryKeys.stock.forecast(sku),
    queryFn: ({ signal }) =>
      readJson<{ items: SkuForecast[] }>(`/api/ui/forecast?${new URLSearchParams({ sku })}`, signal),
  });
  const items = forecast.data?.items ?? [];
  const most = Math.max(1, ...items.map(({ week }) => week.high));
  return (
    <Section title="Demand forecast" note={`Units from now on; promotions in ${zoneName}`}>
      {forecast.isError && (
        <ReadFailure what="the forecast" error={forecast.error} onRetry={() => void forecast.refetch()} />
      )}
      <TableFrame label="Demand forecast per channel">
        <Table>
          <thead>
            <tr>
              <HeadCell className="sticky left-0 z-10 border-r">Channel</HeadCell>
              <HeadCell className="px-2 text-right">Next day</HeadCell>
              <HeadCell className="px-2 text-right">Next 7 days</HeadCell>
              <HeadCell className="px-2">Eight of ten times</HeadCell>
              <HeadCell className="px-2">How good it was</HeadCell>
            </tr>
          </thead>
          <tbody>
            {forecast.isPending && (
              <tr>
                <Cell colSpan={columns}>
                  <Skeleton className="w-40" />
                </Cell>
              </tr>
            )}
            {forecast.isSuccess && items.length === 0 && (
              <tr>
                <Cell colSpan={columns} className="text-muted">
                  No channel lists this SKU.
                </Cell>
              </tr>
            )}
            {items.map((item) => (
              <tr key={item.channel}>
                <th
                  scope="row"
                  className="sticky left-0 z-10 h-9 max-w-64 truncate border-r border-b border-line bg-card px-3 text-left font-normal max-sm:h-11 max-sm:max-w-36"
                >
                  {channels.find(({ channel }) => channel === item.channel)?.name ?? item.channel}
                </th>
                <Cell className="px-2 text-right tabular-nums">{formatRate(item.day.mean)}</Cell>
                <Cell className="px-2 text-right font-semibold tabular-nums">
                  {formatRate(item.week.mean)}
                </Cell>
                <Cell className="px-2">
                  <Interval units={item.week} most={most} />
                  {item.promotions.map(({ startsAt, endsAt, factor, known }) => (
                    <span key={startsAt} className="block text-xs whitespace-nowrap text-muted">
                      Promotion ×{formatRate(factor)}
                      {known ? '' : ' (a guess)'}, {formatMinute(new Date(startsAt).toISOString())} to{' '}
                      {formatMinute(new Date(endsAt).toISOString())}
                    </span>
                  ))}
                </Cell>
                <Cell className="px-2 text-xs text-muted">
                  <Accuracy of={item.accuracy} />
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </Section>
  );
}

function Interval({ units: { mean, low, high }, most }: { units: ExpectedUnits; most: number }) {
  const at = (units: number) => `${(Math.min(units, most) / most) * 100}%`;
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="relative h-2 w-28 shrink-0 rounded-xs bg-hover">
        <span
          className="absolute inset-y-0 rounded-xs bg-accent/40"
          style={{ left: at(low), width: `${((high - low) / most) * 100}%` }}
        />
        <span className="absolute inset-y-0 w-0.5 bg-accent" style={{ left: at(mean) }} />
      </span>
      <span className="whitespace-nowrap tabular-nums">
        {formatUnits(low)} to {formatUnits(high)}
      </span>
    </span>
  );
}

function Accuracy({ of }: { of: SkuForecast['accuracy'] }) {
  if (of === null) return <>Not scored yet</>;
  const percent = (share: number | null) => (share === null ? '–' : `${formatRate(share * 100)} %`);
  return (
    <span className="whitespace-nowrap tabular-nums">
      off by {percent(of.wape)}, bias {percent(of.bias)}, 99 % held {percent(of.coverage)} of{' '}
      {formatUnits(of.outcomes)} days {of.drifting && <Badge tone="warning">Drifts</Badge>}
    </span>
  );
}
