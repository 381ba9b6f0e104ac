'use client';

import { Quantity } from '@/components/ui/quantity';
import { ReadFailure } from '@/components/ui/read-failure';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { formatDay, formatUnits } from '@/lib/shared/format';
import { Section } from './section';
import type { Dimensions, NaiveDay } from './stock-types';
import { useNaiveLevels } from './use-naive-levels';

interface Props {
  sku: string;
  channels: Dimensions['channels'];
}

/** The figures that systems which do not talk to each other would show, against the one that is counted. */
export function NaiveLevelsSection({ sku, channels }: Props) {
  const naive = useNaiveLevels(sku);
  if (naive.isError)
    return (
      <Section title="What separate systems would believe">
        <ReadFailure what="the comparison" error={naive.error} onRetry={() => void naive.refetch()} />
      </Section>
    );
  const day = naive.data?.day;
  if (day === null || day === undefined || day.levels.length === 0) return null;
  return (
    <Section title="What separate systems would believe" note={`Since ${formatDay(day.since)}, 00:00`}>
      <div className="grid overflow-hidden rounded-md border border-line bg-card lg:grid-cols-[minmax(0,1fr)_320px]">
        <Levels day={day} channels={channels} />
        <Verdict day={day} />
      </div>
    </Section>
  );
}

function Levels({ day, channels }: { day: NaiveDay; channels: Dimensions['channels'] }) {
  const named = new Map(channels.map(({ channel, name }) => [channel, name]));
  return (
    <TableFrame label="What each channel's own system would show" className="rounded-none border-0">
      <Table>
        <thead>
          <tr>
            <HeadCell>Channel</HeadCell>
            <HeadCell className="text-right max-sm:px-2">Start</HeadCell>
            <HeadCell className="text-right max-sm:px-2">
              <span className="mr-1 text-text">−</span>Sold
            </HeadCell>
            <HeadCell className="text-right max-sm:px-2">
              <span className="mr-1 text-text">=</span>Shows
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {day.levels.map((level) => (
            <tr key={level.channel}>
              <th
                scope="row"
                className="h-9 border-b border-line px-3 text-left font-normal whitespace-nowrap max-sm:h-11"
              >
                {named.get(level.channel) ?? level.channel}
              </th>
              <Cell className="text-right max-sm:px-2">
                <Quantity units={level.start} className="text-muted" />
              </Cell>
              <Cell className="text-right max-sm:px-2">
                <Quantity units={level.sold} className="text-muted" />
              </Cell>
              <Cell className="text-right max-sm:px-2">
                <Quantity units={level.believed} className="font-semibold" />
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

function Verdict({ day }: { day: NaiveDay }) {
  return (
    <div className="grid content-center gap-3 border-line p-4 max-lg:border-t lg:border-l">
      <dl className="grid grid-cols-2 gap-4">
        <div>
          <dt className="text-xs text-muted">They believe in</dt>
          <dd className="text-lg font-semibold">
            <Quantity units={day.believedTotal} />
          </dd>
        </div>
        <div>
          <dt className="text-xs text-muted">The ledger has left</dt>
          <dd className="text-lg font-semibold text-accent-text">
            <Quantity units={day.left} />
          </dd>
        </div>
      </dl>
      <p className="text-xs text-muted">
        {day.phantom > 0
          ? `${formatUnits(day.phantom)} units would be offered that are not there: each system counts its own sales only, and nobody told it what was moved.`
          : 'Today they happen to agree with the ledger, or to offer less than there is.'}
      </p>
    </div>
  );
}
