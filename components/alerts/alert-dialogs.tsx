'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SelectInput } from '@/components/ui/select-input';
import type { AlertSelection } from '@/lib/alerts/alert-filters';
import { alertsIn, type HandleAlerts } from './use-handle-alerts';

/** What is asked about, before it is done. */
export interface Asking {
  what: 'snooze' | 'resolve' | 'assign';
  selection: AlertSelection;
  count: number;
}

interface Props {
  asking: Asking | null;
  onClose: () => void;
  handle: HandleAlerts;
}

const lengths = [
  { value: '1', label: '1 hour' },
  { value: '4', label: '4 hours' },
  { value: '24', label: '1 day' },
  { value: '168', label: '1 week' },
  { value: 'worse', label: 'Until it gets worse' },
] as const;

const not_all = 'Not all of it could be done: the message says which.';

/** The questions behind snooze, resolve and assign. */
export function AlertDialogs({ asking, onClose, handle }: Props) {
  const [length, setLength] = useState<string>('4');
  const [reason, setReason] = useState('');
  const [owner, setOwner] = useState<string | null>(null);
  const owners = useQuery({
    queryKey: queryKeys.alertOwners,
    queryFn: ({ signal }) =>
      readJson<{ self: string; items: { owner: string; name: string }[] }>('/api/ui/alert-owners', signal),
    enabled: asking?.what === 'assign',
  });
  const chosen = owner ?? owners.data?.self ?? '';
  const count = asking?.count ?? 0;
  const close = (open: boolean) => {
    if (!open) onClose();
  };
  return (
    <>
      <ConfirmDialog
        open={asking?.what === 'snooze'}
        onOpenChange={close}
        title={`Snooze ${alertsIn(count)}?`}
        confirm={`Snooze ${alertsIn(count)}`}
        onConfirm={async () => {
          if (asking === null) return undefined;
          const until =
            length === 'worse'
              ? { untilWorse: true }
              : { until: new Date(Date.now() + Number(length) * 3_600_000).toISOString() };
          const note = reason.trim() === '' ? {} : { reason: reason.trim() };
          return (await handle(asking.selection, { action: 'snooze', ...until, ...note }))
            ? undefined
            : not_all;
        }}
      >
        <p>It rests in the tab Snoozed and comes back by itself.</p>
        <Field label="For how long">
          <SelectInput
            aria-label="For how long"
            value={length}
            onChange={(event) => setLength(event.target.value)}
          >
            {lengths.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectInput>
        </Field>
        <Field label="Why (optional)">
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
        </Field>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking?.what === 'resolve'}
        onOpenChange={close}
        title={`Resolve ${alertsIn(count)} by hand?`}
        confirm={`Resolve ${alertsIn(count)}`}
        onConfirm={async () => {
          if (asking === null) return undefined;
          if (reason.trim() === '') return 'Say why: whoever looks at the log later needs it.';
          return (await handle(asking.selection, { action: 'resolve', reason: reason.trim() }))
            ? undefined
            : not_all;
        }}
      >
        <p>
          It stays resolved while its cause stands, until it has cleared once or gets worse. A discrepancy
          closes only by a recount or an approved adjustment.
        </p>
        <Field label="Reason">
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
        </Field>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking?.what === 'assign'}
        onOpenChange={close}
        title={`Assign ${alertsIn(count)}`}
        confirm={`Assign ${alertsIn(count)}`}
        onConfirm={async () => {
          if (asking === null) return undefined;
          const to = chosen === '' ? null : chosen;
          return (await handle(asking.selection, { action: 'assign', owner: to })) ? undefined : not_all;
        }}
      >
        <Field label="To whom">
          <SelectInput aria-label="To whom" value={chosen} onChange={(event) => setOwner(event.target.value)}>
            <option value="">Nobody</option>
            {owners.data?.items.map((person) => (
              <option key={person.owner} value={person.owner}>
                {person.name}
              </option>
            ))}
          </SelectInput>
        </Field>
      </ConfirmDialog>
    </>
  );
}
