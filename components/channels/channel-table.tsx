'use client';

import { Badge } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { formatUnits } from '@/lib/shared/format';
import { errorRatePercent, healthOf, lagSince } from './channel-health';
import type { ChannelActions, ChannelView } from './channel-types';
import { PauseChannelButton } from './pause-buttons';

interface Props {
  channels: readonly ChannelView[];
  chosen: string;
  onChoose: (channel: string) => void;
  nowMs: number;
  actions: ChannelActions | null;
}

const heads = [
  'Last push',
  'Last poll',
  'Watermark',
  'Queue',
  'Push errors',
  'Read errors',
  'Drift',
  'Inbox',
];

/** One row per channel; the listings of the chosen one stand below. */
export function ChannelTable({ channels, chosen, onChoose, nowMs, actions }: Props) {
  return (
    <TableFrame label="Channels">
      <Table>
        <thead>
          <tr>
            <HeadCell className="sticky left-0 z-10 border-r">Channel</HeadCell>
            <HeadCell>State</HeadCell>
            {heads.map((head) => (
              <HeadCell key={head} className="text-right">
                {head}
              </HeadCell>
            ))}
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {channels.map((channel) => (
            <ChannelRow
              key={channel.channel}
              channel={channel}
              chosen={channel.channel === chosen}
              onChoose={onChoose}
              nowMs={nowMs}
              actions={actions}
            />
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

function ChannelRow({
  channel,
  chosen,
  onChoose,
  nowMs,
  actions,
}: Omit<Props, 'channels' | 'chosen'> & { channel: ChannelView; chosen: boolean }) {
  const { tone, word } = healthOf(channel);
  const connected = channel.connector !== 'none';
  const number = 'text-right tabular-nums';
  return (
    <tr aria-current={chosen ? 'true' : undefined} className="group [&>*]:group-aria-current:bg-selected">
      <th
        scope="row"
        className="sticky left-0 z-10 h-(--row) border-r border-b border-line bg-card px-3 text-left font-normal whitespace-nowrap"
      >
        <button
          type="button"
          onClick={() => onChoose(channel.channel)}
          className="min-h-6 rounded-sm font-medium underline-offset-2 hover:underline max-sm:min-h-11"
        >
          {channel.name}
        </button>{' '}
        <span className="text-xs text-muted">
          {formatUnits(channel.listings)} {channel.listings === 1 ? 'listing' : 'listings'}
        </span>
      </th>
      <Cell>
        <span className="flex items-center gap-2">
          <Badge tone={tone}>{word}</Badge>
          <span className="max-w-36 truncate text-xs text-muted" title={reasonOf(channel)}>
            {reasonOf(channel)}
          </span>
        </span>
      </Cell>
      <Cell className={number}>{agoOf(channel.pushedAt, nowMs)}</Cell>
      <Cell className={number}>{agoOf(channel.polledAt, nowMs)}</Cell>
      <Cell className={number}>{agoOf(channel.watermark, nowMs)}</Cell>
      <Cell className={number}>
        {formatUnits(channel.waiting)}
        {channel.waiting > 0 && channel.waitingSince !== null && (
          <span className="text-xs text-muted"> {lagSince(channel.waitingSince, nowMs)}</span>
        )}
      </Cell>
      <Cell className={number}>{rateOf(channel.pushFailed, channel.pushed)}</Cell>
      <Cell className={number}>{rateOf(channel.pollFailed, channel.polled)}</Cell>
      <Cell className={classNames(number, channel.drifted > 0 && 'font-semibold text-warning')}>
        {formatUnits(channel.drifted)}
      </Cell>
      <Cell className={classNames(number, channel.inbox > 0 && 'font-semibold text-warning')}>
        {formatUnits(channel.inbox)}
      </Cell>
      <Cell>
        {actions !== null && connected && <PauseChannelButton channel={channel} actions={actions} />}
      </Cell>
    </tr>
  );
}

function reasonOf(channel: ChannelView): string {
  if (channel.paused)
    return [channel.pausedReason, channel.pausedBy].filter((part) => part !== null).join(', ');
  return channel.pushError ?? channel.error ?? '';
}

function agoOf(iso: string | null, nowMs: number): string {
  const lag = lagSince(iso, nowMs);
  return lag === null ? '–' : `${lag} ago`;
}

function rateOf(failed: number, succeeded: number): string {
  const rate = errorRatePercent(failed, succeeded);
  return rate === null ? '–' : `${rate} %`;
}
