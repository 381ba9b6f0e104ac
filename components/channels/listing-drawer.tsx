'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { no_answer } from '@/components/no-answer';
import { skuHref } from '@/components/stock/sku-href';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Notice } from '@/components/ui/notice';
import { tellDone, tellFailed } from '@/components/ui/toast';
import { formatInstant, formatUnits } from '@/lib/shared/format';
import { AcceptDriftButton } from './accept-drift-button';
import { type ChannelActions, type ListingView, listingKey } from './channel-types';
import { ListingStateBadge } from './listing-state-badge';
import { PauseListingButton } from './pause-buttons';

const WhyButton = dynamic(() => import('@/components/why/why-button').then((module) => module.WhyButton));

interface Props {
  listing: ListingView | null;
  open: boolean;
  connected: boolean;
  actions: ChannelActions | null;
  onClose: () => void;
}

/** One listing: its numbers side by side, what stands in the way, and what can be done. */
export function ListingDrawer({ listing, open, connected, actions, onClose }: Props) {
  const last = useRef(listing);
  if (listing !== null) last.current = listing;
  const shown = last.current;
  if (shown === null) return null;
  return (
    <Drawer
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title={shown.name}
      description={
        <Link href={skuHref(shown.sku)} className="font-mono text-xs underline underline-offset-2">
          {shown.sku}
        </Link>
      }
      footer={
        actions !== null && connected ? <ListingActions listing={shown} actions={actions} /> : undefined
      }
    >
      <div className="grid gap-4">
        <p className="text-sm">
          <ListingStateBadge state={shown.state} />
        </p>
        {shown.paused && shown.pausedReason !== null && (
          <Notice tone="warning">Paused: {shown.pausedReason}</Notice>
        )}
        {shown.error !== null && shown.attempts > 0 && (
          <Notice tone="critical">
            {shown.error} Tried {shown.attempts} {shown.attempts === 1 ? 'time' : 'times'}, and is tried again
            by itself.
          </Notice>
        )}
        {shown.drift !== null && <DriftNotice listing={shown} />}
        <dl className="grid grid-cols-[max-content_max-content_1fr] items-baseline gap-x-4 gap-y-2 text-sm">
          <Fact term="Should show" value={shown.target} at={shown.targetAt} />
          <Fact term="Was told" value={shown.published} at={shown.publishedAt} />
          <Fact term="Acknowledged" value={shown.acknowledged} at={shown.acknowledgedAt} />
          <Fact term="Showed when read back" value={shown.observed} at={shown.observedAt} />
        </dl>
        <div>
          <WhyButton listing={shown} channelName={shown.channel} />
        </div>
        {shown.unitsPerListing > 1 && (
          <p className="text-sm text-muted">
            It sells packs of {formatUnits(shown.unitsPerListing)}: {formatUnits(shown.targetUnits)} units are{' '}
            {formatUnits(shown.target)} packs.
          </p>
        )}
      </div>
    </Drawer>
  );
}

function Fact({ term, value, at }: { term: string; value: number | null; at: string | null }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="text-right font-semibold tabular-nums">{value === null ? '–' : formatUnits(value)}</dd>
      <dd className="text-xs text-muted tabular-nums">{at === null ? '' : formatInstant(at)}</dd>
    </>
  );
}

function DriftNotice({ listing }: { listing: ListingView }) {
  return (
    <Notice tone="warning">
      When it was read back it showed {formatUnits(listing.observed ?? 0)}, {formatUnits(listing.drift ?? 0)}{' '}
      more than it had acknowledged: somebody edited it there.{' '}
      {listing.theirsStands
        ? 'Their number still stands.'
        : 'Our number has been sent since. Read back to see whether it holds.'}
    </Notice>
  );
}

function ListingActions({ listing, actions }: { listing: ListingView; actions: ChannelActions }) {
  const [busy, setBusy] = useState(false);
  async function retry() {
    setBusy(true);
    const answer = await actions.retry(listingKey(listing)).catch(() => null);
    setBusy(false);
    if (answer?.ok) tellDone(`${listing.sku}: ${formatUnits(listing.target)} is sent now`);
    else tellFailed(answer?.detail ?? no_answer);
  }
  return (
    <>
      <PauseListingButton listing={listing} actions={actions} />
      {listing.theirsStands && <AcceptDriftButton listing={listing} accept={actions.acceptDrift} />}
      <Button disabled={busy || listing.paused} onClick={() => void retry()}>
        {listing.theirsStands ? `Push ours (${formatUnits(listing.target)})` : 'Retry now'}
      </Button>
    </>
  );
}
