import { StatTile } from '@/components/ui/stat-tile';
import { formatMinute, formatUnits } from '@/lib/shared/format';
import { channelCondition } from './channel-condition';
import type { OverviewData } from './overview-types';

/** A number each, and the list behind it where there is one. */
export function OverviewTiles({ data }: { data: OverviewData | undefined }) {
  const troubled = data?.channels.filter((channel) => channelCondition(channel).needsSomebody);
  const bad = (count: number | undefined, tone: 'critical' | 'warning') =>
    count === undefined ? 'neutral' : count > 0 ? tone : 'good';
  return (
    <section
      aria-label="What needs somebody"
      className="grid grid-cols-2 gap-3 md:grid-cols-3 2xl:grid-cols-6"
    >
      <StatTile
        label="Oversell incidents"
        value={data?.incidents}
        tone={bad(data?.incidents, 'critical')}
        note="Last 7 days"
      />
      <StatTile
        label="Below safety stock"
        value={data?.belowSafety}
        tone={bad(data?.belowSafety, 'warning')}
        note={data && (data.outOfStock > 0 ? `${formatUnits(data.outOfStock)} out of stock` : 'SKUs')}
        href="/stock?risk=below_safety"
      />
      <StatTile
        label="Channels in trouble"
        value={troubled?.length}
        tone={bad(troubled?.length, 'critical')}
        note={
          data &&
          (troubled?.map(({ name }) => name).join(', ') ||
            `of ${formatUnits(data.channels.filter(({ connected }) => connected).length)} connected`)
        }
        href="/channels"
      />
      <StatTile
        label="Backordered lines"
        value={data?.backorderedLines}
        tone={bad(data?.backorderedLines, 'warning')}
        note={data?.backorderedLines === 0 ? 'None' : 'Owed to customers'}
        href="/orders?status=backordered"
      />
      <StatTile
        label="Open discrepancies"
        value={data?.discrepancies}
        tone={bad(data?.discrepancies, 'warning')}
        note={data?.discrepancies === 0 ? 'None' : 'Two sources disagree'}
      />
      <StatTile
        label="Postings proven"
        value={data === undefined ? undefined : (data.proof?.postings ?? null)}
        tone={data?.proof ? (data.proof.balanced ? 'good' : 'critical') : 'neutral'}
        note={
          data &&
          (data.proof === null
            ? 'Not proven yet'
            : `${data.proof.balanced ? 'Balanced' : 'Broken'}, ${formatMinute(data.proof.checkedAt)}`)
        }
        href="/proof"
      />
    </section>
  );
}
