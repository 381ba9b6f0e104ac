'use client';

import { errorCode } from '@/components/read-json';
import { Button } from './button';
import { Notice } from './notice';

interface Props {
  /** What could not be read: "the ledger". */
  what: string;
  error: unknown;
  onRetry: () => void;
}

/** Says why something is not shown and what to do; what is on the screen stays as it was. */
export function ReadFailure({ what, error, onRetry }: Props) {
  const code = errorCode(error);
  if (code === 'signed_out')
    return (
      <Notice
        tone="warning"
        action={<Button onClick={() => window.location.reload()}>Sign in again</Button>}
        urgent
      >
        You were signed out, so {what} cannot be shown.
      </Notice>
    );
  if (code === 'forbidden') return <Notice tone="neutral">Your role does not include {what}.</Notice>;
  return (
    <Notice tone="critical" action={<Button onClick={onRetry}>Try again</Button>} urgent>
      {code === 'network'
        ? `The server cannot be reached, so ${what} may be out of date. Nothing was lost.`
        : `The server could not read ${what} just now. Nothing was lost.`}
    </Notice>
  );
}
