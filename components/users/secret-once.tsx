'use client';

import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

interface Props {
  /** "API key", "Invitation link". */
  label: string;
  secret: string;
  children: React.ReactNode;
}

/** A secret that is shown this once and kept nowhere. */
export function SecretOnce({ label, secret, children }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  return (
    <div className="grid gap-3">
      <Notice tone="warning">{children}</Notice>
      <div className="flex gap-2">
        <input
          ref={field}
          readOnly
          aria-label={label}
          value={secret}
          onFocus={(event) => event.currentTarget.select()}
          className="h-9 min-w-0 grow rounded-md border border-line-strong bg-sunken px-3 font-mono text-xs max-sm:h-11"
        />
        <Button
          size="tall"
          className="h-9"
          onClick={async () => {
            field.current?.select();
            // Over plain http there is no clipboard: it stands selected, to be copied by hand.
            await navigator.clipboard?.writeText(secret).then(
              () => setCopied(true),
              () => undefined,
            );
          }}
        >
          {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
    </div>
  );
}
