'use client';

import { CircleAlert } from 'lucide-react';
import { Button } from '@/components/ui/button';

/** A page that could not be made; the navigation stays. Stock is not touched by showing it. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <div role="alert" className="mx-auto grid max-w-md justify-items-center gap-3 py-16 text-center">
      <CircleAlert aria-hidden className="size-6 text-critical" strokeWidth={1.5} />
      <h1 className="text-lg font-semibold">This page could not be shown</h1>
      <p className="text-sm text-muted">
        Nothing was changed or lost. The server may be starting, or out of reach of its database.
      </p>
      <Button look="primary" onClick={reset}>
        Try again
      </Button>
      {error.digest && (
        <p className="text-xs text-muted">
          For the log: <span className="font-mono">{error.digest}</span>
        </p>
      )}
    </div>
  );
}
