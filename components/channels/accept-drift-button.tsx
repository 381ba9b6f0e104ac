'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { tellDone } from '@/components/ui/toast';
import { formatUnits } from '@/lib/shared/format';
import { type ChannelActions, type ListingView, listingKey } from './channel-types';

interface Props {
  listing: ListingView;
  accept: ChannelActions['acceptDrift'];
}

/** Lets the number of a channel stand, with a reason, where there is stock for it. */
export function AcceptDriftButton({ listing, accept }: Props) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const theirs = formatUnits(listing.observed ?? 0);
  return (
    <>
      <Button onClick={() => setAsking(true)}>Accept theirs ({theirs})…</Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Let ${theirs} stand for ${listing.sku}?`}
        confirm={`Accept ${theirs}`}
        onConfirm={async () => {
          if (reason.trim() === '') return 'Say why: it stands in the audit log.';
          const answer = await accept({ ...listingKey(listing), reason: reason.trim() });
          if (!answer.ok) return answer.detail;
          setReason('');
          tellDone(`${listing.sku}: ${theirs} stands`);
          return undefined;
        }}
      >
        <p>
          We would show {formatUnits(listing.target)}. Theirs stands until the stock of this SKU next moves;
          then our number is pushed again. It is refused where the channel’s sources hold less than that.
        </p>
        <Field label="Reason">
          <Input value={reason} maxLength={200} onChange={(event) => setReason(event.currentTarget.value)} />
        </Field>
      </ConfirmDialog>
    </>
  );
}
