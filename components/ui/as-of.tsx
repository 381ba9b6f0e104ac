'use client';

import { History } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { formatStamp, zoneName } from '@/lib/shared/format';
import { Button } from './button';
import { Field } from './field';
import { InstantField } from './instant-field';
import { Notice } from './notice';
import { Popover } from './popover';

/** The moment a page looks back to, in the URL as `asOf`; null: now. ISO 8601, UTC. */
export function useAsOf() {
  return useQueryState('asOf', parseAsString.withOptions({ history: 'push' }));
}

/** Chooses the moment to look back to, or to compare with. */
export function AsOfPicker({ label = 'As of' }: { label?: string }) {
  const [asOf, setAsOf] = useAsOf();
  const [open, setOpen] = useState(false);
  const choose = (iso: string | null) => {
    setOpen(false);
    void setAsOf(iso);
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      title={`${label}, in ${zoneName}`}
      align="end"
      trigger={
        <Button>
          <History aria-hidden />
          {asOf === null ? `${label}…` : `${label} ${formatStamp(asOf)}`}
        </Button>
      }
    >
      <Field label="Moment">
        <InstantField value={asOf} onChange={(iso) => void setAsOf(iso)} />
      </Field>
      <div className="flex gap-2">
        <Button onClick={() => choose(daysAgo(1))}>Yesterday</Button>
        <Button onClick={() => choose(daysAgo(7))}>A week ago</Button>
        <Button look="bare" onClick={() => choose(null)}>
          Now
        </Button>
      </div>
    </Popover>
  );
}

/** Says that what is shown is the past, and leads back. */
export function AsOfBanner() {
  const [asOf, setAsOf] = useAsOf();
  if (asOf === null) return null;
  return (
    <Notice tone="information" action={<Button onClick={() => void setAsOf(null)}>Back to now</Button>}>
      As of {formatStamp(asOf)} {zoneName}. This is the past: it can be read and not be changed.
    </Notice>
  );
}

function daysAgo(days: number): string {
  return new Date(Math.floor(Date.now() / 60_000) * 60_000 - days * 24 * 60 * 60 * 1000).toISOString();
}
