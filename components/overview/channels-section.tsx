import { seriesColour } from '@/components/charts/chart-look';
import { SparkBars } from '@/components/charts/spark-bars';
import { Section } from '@/components/stock/section';
import { Badge } from '@/components/ui/badge';
import { Skeleton } from '@/components/ui/skeleton';
import { formatUnits } from '@/lib/shared/format';
import { channelCondition, lastDays } from './channel-condition';
import type { OverviewData } from './overview-types';

/** How each channel is doing, and what it sold in the last fourteen days. */
export function ChannelsSection({ data }: { data: OverviewData | undefined }) {
  const codes = data?.channels.map(({ channel }) => channel) ?? [];
  return (
    <Section title="Channels" note="Units ordered, last 14 days (UTC)">
      <ul className="divide-y divide-line rounded-md border border-line bg-card">
        {data === undefined && (
          <li className="p-3">
            <Skeleton className="w-1/2" />
          </li>
        )}
        {data?.channels.length === 0 && (
          <li className="p-3 text-sm text-muted">
            No channel yet. Shops and marketplaces will stand here with what they sell.
          </li>
        )}
        {data?.channels.map((channel) => {
          const { tone, word } = channelCondition(channel);
          const days = lastDays(channel.demand, data.checkedAt.slice(0, 10));
          const total = days.reduce((units, day) => units + day, 0);
          return (
            <li key={channel.channel} className="flex items-center gap-3 px-3 py-2">
              <div className="grid min-w-0 grow">
                <span className="truncate text-sm font-medium">{channel.name}</span>
                <span className="text-xs">
                  <Badge tone={tone}>{word}</Badge>
                </span>
              </div>
              <SparkBars
                values={days}
                colour={seriesColour(channel.channel, codes)}
                label={`${formatUnits(total)} units in 14 days, ${formatUnits(days.at(-1) ?? 0)} today`}
              />
              <span className="w-16 text-right text-sm tabular-nums">{formatUnits(total)}</span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
