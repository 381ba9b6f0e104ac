'use client';

import { EntryPage } from '@/components/entry/entry-page';
import { Button } from '@/components/ui/button';

/** A page that could not be made. Stock is not touched by showing it. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <EntryPage
      title="This page could not be shown"
      lead="Nothing was changed or lost. The server may be starting, or out of reach of its database."
    >
      <div className="grid gap-3">
        <Button look="primary" size="tall" className="w-full" onClick={reset}>
          Try again
        </Button>
        {error.digest && (
          <p className="text-center text-xs text-muted">
            For the log: <span className="font-mono">{error.digest}</span>
          </p>
        )}
      </div>
    </EntryPage>
  );
}
