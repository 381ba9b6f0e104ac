'use client';

import { Pause, Play } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { no_answer_look_again } from '@/components/no-answer';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { tellDone, tellFailed } from '@/components/ui/toast';
import { type ChannelActions, type ChannelView, type ListingView, listingKey } from './channel-types';

/** Stops pushing to a channel with a reason, or goes on. */
export function PauseChannelButton({
  channel,
  actions,
}: {
  channel: ChannelView;
  actions: Pick<ChannelActions, 'pauseChannel'>;
}) {
  return (
    <PauseButton
      what={channel.name}
      paused={channel.paused}
      set={(paused, reason) =>
        actions.pauseChannel({
          channel: channel.channel,
          paused,
          ...(reason === undefined ? {} : { reason }),
        })
      }
    >
      <p>
        Nothing is pushed to {channel.name} while it is paused; it goes on showing what it shows. Orders are
        still taken in. What it should show is kept up to date, and the newest number is sent when you resume.
      </p>
    </PauseButton>
  );
}

export function PauseListingButton({
  listing,
  actions,
}: {
  listing: ListingView;
  actions: Pick<ChannelActions, 'pauseListing'>;
}) {
  return (
    <PauseButton
      what={listing.sku}
      paused={listing.paused}
      set={(paused, reason) =>
        actions.pauseListing({
          ...listingKey(listing),
          paused,
          ...(reason === undefined ? {} : { reason }),
        })
      }
    >
      <p>
        The listing goes on showing {listing.acknowledged ?? 'what it shows'} until you resume; then the
        newest number is sent.
      </p>
    </PauseButton>
  );
}

function PauseButton({
  what,
  paused,
  set,
  children,
}: {
  what: string;
  paused: boolean;
  set: (paused: boolean, reason?: string) => Promise<{ ok: true } | { ok: false; detail: string }>;
  children: ReactNode;
}) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [reason, setReason] = useState('');

  async function resume() {
    setBusy(true);
    const answer = await set(false).catch(() => null);
    setBusy(false);
    if (answer === null) tellFailed(no_answer_look_again);
    else if (!answer.ok) tellFailed(answer.detail);
    else tellDone(`${what}: pushing goes on`);
  }

  if (paused)
    return (
      <Button disabled={busy} aria-label={`Resume ${what}`} onClick={() => void resume()}>
        <Play aria-hidden />
        Resume
      </Button>
    );
  return (
    <>
      <Button look="bare" aria-label={`Pause ${what}`} onClick={() => setAsking(true)}>
        <Pause aria-hidden />
        Pause…
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Pause pushing to ${what}?`}
        confirm={`Pause ${what}`}
        onConfirm={async () => {
          if (reason.trim() === '') return 'Say why: others see it beside the pause.';
          const answer = await set(true, reason.trim());
          if (!answer.ok) return answer.detail;
          setReason('');
          tellDone(`${what} is paused`, () => void resume());
          return undefined;
        }}
      >
        {children}
        <Field label="Reason">
          <Input value={reason} maxLength={200} onChange={(event) => setReason(event.currentTarget.value)} />
        </Field>
      </ConfirmDialog>
    </>
  );
}
