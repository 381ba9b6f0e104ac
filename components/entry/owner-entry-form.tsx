'use client';

import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';

/** Posts itself once the page runs; without scripts the button does. A link that is only fetched stays unused. */
export function OwnerEntryForm({ token }: { token: string }) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.requestSubmit(), []);
  return (
    <form ref={form} method="post" action="/api/enter">
      <input type="hidden" name="token" value={token} />
      <Button type="submit" look="primary" size="tall" className="w-full">
        Sign in as owner
      </Button>
    </form>
  );
}
