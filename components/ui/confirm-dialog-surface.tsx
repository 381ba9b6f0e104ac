'use client';

import { AlertDialog as BaseAlertDialog } from '@base-ui/react/alert-dialog';
import { useRef, useState } from 'react';
import { Button } from './button';
import type { ConfirmDialogProps } from './confirm-dialog';
import { Notice } from './notice';

export function ConfirmDialogSurface({
  open,
  onOpenChange,
  title,
  children,
  confirm,
  cancel = 'Keep as it is',
  onConfirm,
}: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  // A second press of a double click comes before React has drawn the disabled button.
  const running = useRef(false);

  async function run() {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setFailure(undefined);
    try {
      const refused = await onConfirm();
      if (refused === undefined) onOpenChange(false);
      else setFailure(refused);
    } catch {
      setFailure(
        'The server did not answer, so it is not certain whether this was done. Look again before you repeat it.',
      );
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  return (
    <BaseAlertDialog.Root
      open={open}
      onOpenChange={(next) => {
        if (busy) return;
        setFailure(undefined);
        onOpenChange(next);
      }}
    >
      <BaseAlertDialog.Portal>
        <BaseAlertDialog.Backdrop className="fixed inset-0 z-60 bg-[oklch(0.15_0.01_210/0.45)] transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <BaseAlertDialog.Popup className="fixed top-1/2 left-1/2 z-60 grid max-h-[calc(100dvh-32px)] w-[min(440px,calc(100vw-32px))] -translate-1/2 gap-4 overflow-y-auto rounded-md border border-line bg-raised p-6 shadow-popover transition data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0 max-sm:top-auto max-sm:bottom-0 max-sm:left-0 max-sm:w-full max-sm:translate-0 max-sm:rounded-b-none max-sm:p-4">
          <BaseAlertDialog.Title className="text-base font-semibold">{title}</BaseAlertDialog.Title>
          <BaseAlertDialog.Description render={<div />} className="grid gap-2 text-sm text-muted">
            {children}
          </BaseAlertDialog.Description>
          {failure !== undefined && (
            <Notice tone="critical" urgent>
              {failure}
            </Notice>
          )}
          <div className="flex flex-wrap justify-end gap-2">
            <BaseAlertDialog.Close render={<Button disabled={busy}>{cancel}</Button>} />
            <Button look="primary" disabled={busy} onClick={() => void run()}>
              {busy ? 'Working…' : confirm}
            </Button>
          </div>
        </BaseAlertDialog.Popup>
      </BaseAlertDialog.Portal>
    </BaseAlertDialog.Root>
  );
}
