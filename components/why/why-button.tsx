'use client';

import { CircleHelp } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '@/components/ui/button';

const WhyDrawer = dynamic(() => import('./why-drawer').then((module) => module.WhyDrawer));

interface Props {
  listing: { sku: string; channel: string; location: string | null };
  channelName: string;
  /** A sign alone, beside a number in a table. */
  small?: boolean;
}

/** Asks why a channel hears this number. */
export function WhyButton({ listing, channelName, small = false }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      {small ? (
        <Button
          look="bare"
          size="icon"
          aria-label={`Why this number? ${listing.sku} on ${channelName}`}
          onClick={() => setOpen(true)}
        >
          <CircleHelp aria-hidden />
        </Button>
      ) : (
        <Button onClick={() => setOpen(true)}>
          <CircleHelp aria-hidden />
          Why this number?
        </Button>
      )}
      {open && <WhyDrawer listing={listing} channelName={channelName} onClose={() => setOpen(false)} />}
    </>
  );
}
