import { toast } from 'sonner';

const undo_ms = 10_000;

/** Says what was done; with `undo`, also how to take it back while the message stands. */
export function tellDone(message: string, undo?: () => void): void {
  toast.success(
    message,
    undo === undefined ? {} : { duration: undo_ms, action: { label: 'Undo', onClick: undo } },
  );
}

/** Says what failed, what was kept, and what to do next. */
export function tellFailed(message: string): void {
  toast.error(message, { duration: undo_ms });
}
