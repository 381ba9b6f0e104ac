'use client';

import { useQuery } from '@tanstack/react-query';
import { Ban } from 'lucide-react';
import { useState } from 'react';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { tellDone, tellFailed } from '@/components/ui/toast';
import type { SellingStop } from '@/lib/catalog/selling-stop';
import { formatMinute, formatUnits, zoneName } from '@/lib/shared/format';
import type { CatalogueActions } from './catalogue-types';
import { useCatalogueChanged } from './use-catalogue-changed';

interface Scope {
  sku?: string;
  channel?: string;
}

type ShownStop = SellingStop & { actorName: string };

interface BannerProps extends Scope {
  /** Null: may not take it back. */
  resume: CatalogueActions['resumeSelling'] | null;
}

/** Says that, why, since when and by whom something is not sold, and takes it back. Nothing where all is sold. */
export function StopBanner({ sku, channel, resume }: BannerProps) {
  const parameters = new URLSearchParams({ ...(sku ? { sku } : {}), ...(channel ? { channel } : {}) });
  const stops = useQuery({
    queryKey: queryKeys.stops(sku ?? '', channel ?? ''),
    queryFn: ({ signal }) => readJson<{ items: ShownStop[] }>(`/api/ui/stops?${parameters}`, signal),
  });
  const [asked, setAsked] = useState<ShownStop | null>(null);
  const changed = useCatalogueChanged();
  // On the page of a channel the stops of single SKUs are shown by their listings.
  const shown = (stops.data?.items ?? []).filter((stop) => sku !== undefined || stop.sku === null);
  return (
    <>
      {shown.map((stop) => (
        <Notice
          key={stop.id}
          tone="critical"
          action={
            resume !== null && <Button onClick={() => setAsked(stop)}>Sell {nameOf(stop)} again…</Button>
          }
        >
          <span className="font-medium">Selling {nameOf(stop)} is stopped.</span> {stop.reason} –{' '}
          {stop.actorName}, {formatMinute(stop.stoppedAt)} {zoneName}
        </Notice>
      ))}
      {resume !== null && (
        <ConfirmDialog
          open={asked !== null}
          onOpenChange={(open) => {
            if (!open) setAsked(null);
          }}
          title={`Sell ${asked === null ? '' : nameOf(asked)} again?`}
          confirm="Sell again"
          cancel="Keep it stopped"
          onConfirm={async () => {
            if (asked === null) return undefined;
            const resumed = await resume({ id: asked.id, reason: '' });
            if (!resumed.ok) return resumed.detail;
            changed();
            tellDone(`${nameOf(asked)} is sold again`);
            return undefined;
          }}
        >
          <p>The listings get their share of what is available to sell, at once.</p>
        </ConfirmDialog>
      )}
    </>
  );
}

interface ButtonProps extends Scope {
  /** "Kurta, indigo" or "Webshop". */
  name: string;
  stop: CatalogueActions['stopSelling'];
  resume: CatalogueActions['resumeSelling'];
}

/** Stops selling, with a reason; undo stands in the message for ten seconds, and in the banner as long as it holds. */
export function StopButton({ sku, channel, name, stop, resume }: ButtonProps) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const changed = useCatalogueChanged();
  const everywhere =
    channel === undefined ? 'on every channel' : sku === undefined ? 'and all its listings' : `on ${channel}`;
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Ban aria-hidden />
        Stop selling…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Stop selling ${name}?`}
        confirm={`Stop selling ${name}`}
        cancel="Keep selling"
        onConfirm={async () => {
          if (reason.trim() === '') return 'Say why: whoever finds it stopped has to know.';
          const stopped = await stop({ ...(sku ? { sku } : {}), ...(channel ? { channel } : {}), reason });
          if (!stopped.ok) return stopped.detail;
          changed();
          setReason('');
          tellDone(
            `Selling ${name} is stopped: ${formatUnits(stopped.listings)} ${stopped.listings === 1 ? 'listing goes' : 'listings go'} to 0`,
            () =>
              void resume({ id: stopped.id, reason: 'Undone at once' }).then((resumed) => {
                changed();
                if (!resumed.ok) tellFailed(resumed.detail);
              }),
          );
          return undefined;
        }}
      >
        <p>
          {name} {everywhere} goes to 0 now, before anything else is sent. What its listings held goes to the
          others. It stays so until somebody takes it back.
        </p>
        <Field label="Reason">
          <Input
            value={reason}
            maxLength={1000}
            required
            placeholder="Recalled by the maker, for instance"
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Field>
      </ConfirmDialog>
    </>
  );
}

function nameOf(stop: SellingStop): string {
  if (stop.sku === null) return `all of ${stop.channel}`;
  return stop.channel === null ? stop.sku : `${stop.sku} on ${stop.channel}`;
}
