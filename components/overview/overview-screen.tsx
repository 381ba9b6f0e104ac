'use client';

import { NoCatalogue } from '@/components/stock/no-catalogue';
import { PageHead } from '@/components/ui/page-head';
import { ReadFailure } from '@/components/ui/read-failure';
import { formatInstant, formatUnits, zoneName } from '@/lib/shared/format';
import { AtRiskSection } from './at-risk-section';
import { ChannelsSection } from './channels-section';
import { LastEventsSection } from './last-events-section';
import { OverviewTiles } from './overview-tiles';
import { useOverview } from './use-overview';

/** What needs somebody now. */
export function OverviewScreen({ origin }: { origin: string }) {
  const overview = useOverview();
  const { data } = overview;
  if (data?.skus === 0)
    return (
      <div className="grid gap-4">
        <PageHead title="Overview" />
        <NoCatalogue origin={origin} />
      </div>
    );
  return (
    <div className="grid min-w-0 gap-5">
      <PageHead
        title="Overview"
        note={
          data === undefined
            ? ' '
            : `${formatUnits(data.skus)} ${data.skus === 1 ? 'SKU' : 'SKUs'}, looked through at ${formatInstant(data.checkedAt)} ${zoneName}`
        }
      />
      {overview.isError && (
        <ReadFailure what="the overview" error={overview.error} onRetry={() => void overview.refetch()} />
      )}
      <OverviewTiles data={data} />
      <div className="grid min-w-0 items-start gap-5 xl:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)]">
        <AtRiskSection data={data} />
        <ChannelsSection data={data} />
      </div>
      <LastEventsSection />
    </div>
  );
}
