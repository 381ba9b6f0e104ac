'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, TriangleAlert } from 'lucide-react';
import { seriesColour } from '@/components/charts/chart-look';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { useDimensions } from '@/components/stock/use-dimensions';
import { Button } from '@/components/ui/button';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { TableFrame } from '@/components/ui/table';
import type { PlannedPromotion } from '@/lib/demand/promotion-items';
import { formatMinute, formatUnits, zoneName } from '@/lib/shared/format';
import { organisation } from '@/lib/shared/organisation';
import type { Page } from '@/lib/shared/page-cursor';
import { barsOf, daysOfMonth, type Month, monthLater } from './months';

interface Props {
  month: Month;
  now: string;
  onMonth: (month: Month) => void;
  onOpen: (promotion: PlannedPromotion) => void;
}

const shown_max = 1000;
const row_px = 30;
const monthName = new Intl.DateTimeFormat(organisation.locale, {
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A month with a lane per channel: what runs when, and where two run for the same SKU. */
export function MonthLanes({ month, now, onMonth, onOpen }: Props) {
  const dimensions = useDimensions();
  const days = daysOfMonth(month);
  const [from = '', to = ''] = [days[0], days.at(-1)];
  const planned = useQuery({
    queryKey: queryKeys.promotionsBetween(from, to),
    queryFn: ({ signal }) =>
      readJson<Page<PlannedPromotion>>(
        `/api/ui/promotions?${new URLSearchParams({ from, to, limit: String(shown_max) })}`,
        signal,
      ),
    placeholderData: keepPreviousData,
  });
  const items = (planned.data?.items ?? []).filter(({ status }) => status !== 'cancelled');
  const channels = dimensions.data?.channels ?? [];
  const codes = channels.map(({ channel }) => channel);
  const lanes = channels.filter(({ channel }) => items.some((item) => item.channel === channel));
  const count = days.length - 1;
  const today = (Date.parse(now) - Date.parse(from)) / (Date.parse(to) - Date.parse(from));
  return (
    <section aria-labelledby="promotion-month" className="grid min-w-0 gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 id="promotion-month" className="min-w-40 text-base font-semibold">
          {monthName.format(new Date(`${month}-01T00:00:00Z`))}
        </h2>
        <Button size="icon" aria-label="Month before" onClick={() => onMonth(monthLater(month, -1))}>
          <ChevronLeft aria-hidden />
        </Button>
        <Button size="icon" aria-label="Month after" onClick={() => onMonth(monthLater(month, 1))}>
          <ChevronRight aria-hidden />
        </Button>
        <p className="text-xs text-muted">Days in {zoneName}. The list below holds the same.</p>
      </div>
      {planned.isError && (
        <ReadFailure what="the promotions" error={planned.error} onRetry={() => void planned.refetch()} />
      )}
      {planned.isPending ? (
        <Skeleton className="h-32 w-full" />
      ) : (
        <TableFrame label="Lanes of the month">
          <div className="min-w-[880px]">
            <div aria-hidden className="flex border-b border-line bg-sunken text-xs text-muted">
              <span className="sticky left-0 z-10 w-36 shrink-0 border-r border-line bg-sunken px-3 py-1.5">
                Channel
              </span>
              <div className="grid grow" style={{ gridTemplateColumns: `repeat(${count}, minmax(0, 1fr))` }}>
                {days.slice(0, -1).map((day, index) => (
                  <span
                    key={day}
                    className="border-r border-line py-1.5 text-center tabular-nums last:border-r-0"
                  >
                    {index + 1}
                  </span>
                ))}
              </div>
            </div>
            {lanes.length === 0 && (
              <p className="px-3 py-6 text-center text-sm text-muted">Nothing is planned for this month.</p>
            )}
            {lanes.map(({ channel, name }) => {
              const bars = barsOf(
                items.filter((item) => item.channel === channel),
                days,
              );
              const rows = Math.max(...bars.map(({ row }) => row)) + 1;
              return (
                <div key={channel} className="flex border-b border-line last:border-b-0">
                  <h3 className="sticky left-0 z-10 w-36 shrink-0 truncate border-r border-line bg-card px-3 py-2 text-sm font-medium">
                    {name}
                  </h3>
                  <ul className="relative grow" style={{ height: rows * row_px + 6 }}>
                    {today >= 0 && today <= 1 && (
                      <li
                        aria-hidden
                        className="absolute inset-y-0 w-px bg-accent"
                        style={{ left: `${today * 100}%` }}
                      />
                    )}
                    {bars.map(({ of, from: left, to: right, row }) => (
                      <li
                        key={of.promotion}
                        className="absolute"
                        style={{
                          left: `${left * 100}%`,
                          width: `${Math.max(right - left, 0.012) * 100}%`,
                          top: row * row_px + 4,
                        }}
                      >
                        <button
                          type="button"
                          title={sentenceOf(of)}
                          aria-label={sentenceOf(of)}
                          onClick={() => onOpen(of)}
                          className="flex h-6.5 w-full min-w-6 items-center gap-1 overflow-hidden rounded-sm border border-l-4 border-line-strong bg-raised px-1.5 text-left text-xs whitespace-nowrap hover:bg-hover"
                          style={{ borderLeftColor: seriesColour(channel, codes) }}
                        >
                          {of.overlaps.length > 0 && (
                            <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-warning" />
                          )}
                          <span className="truncate font-medium">{of.name}</span>
                          <span className="truncate text-muted tabular-nums">{terms(of)}</span>
                        </button>
                      </li>
                    ))}
                  </ul>
                </div>
              );
            })}
          </div>
        </TableFrame>
      )}
    </section>
  );
}

export function terms({ uplift, holdBack }: PlannedPromotion): string {
  return [uplift === null ? null : `×${uplift}`, holdBack === 0 ? null : `holds ${formatUnits(holdBack)}`]
    .filter((part) => part !== null)
    .join(', ');
}

function sentenceOf(item: PlannedPromotion): string {
  return [
    `${item.name} on ${item.channelName}`,
    `${formatMinute(item.startsAt)} to ${formatMinute(item.endsAt)} ${zoneName}`,
    terms(item),
    item.overlaps.length === 0 ? '' : `overlaps ${item.overlaps.join(', ')}`,
  ]
    .filter((part) => part !== '')
    .join('; ');
}
