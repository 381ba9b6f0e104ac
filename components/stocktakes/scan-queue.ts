import type { ScanResult } from '@/lib/stocktake/stocktake-document';
import { scans_per_request_max } from '@/lib/stocktake/stocktake-states';

export interface QueuedScan {
  id: string;
  round: number;
  code: string;
  units: number;
  scannedAt: string;
}

/** What became of a try to send: taken; no answer, so it is tried again; refused for good, in words. */
export type Sent =
  | { kind: 'taken'; results: ScanResult[] }
  | { kind: 'unreachable' }
  | { kind: 'refused'; detail: string };

export interface QueueView {
  waiting: readonly QueuedScan[];
  /** No answer came last time. */
  offline: boolean;
  /** Why the server does not take them; they stay here. */
  refused: string | null;
}

interface Options {
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  key: string;
  send: (scans: readonly QueuedScan[]) => Promise<Sent>;
  /** Called with what the server took, in the same turn in which it leaves the queue. */
  taken: (scans: readonly QueuedScan[], results: readonly ScanResult[]) => void;
}

/**
 * What was scanned and has not been taken by the server yet. It stands in the browser's storage before anything is sent,
 * and stays until the server has said what became of it, so that neither a lost line nor a closed page loses a scan; the
 * server counts an id once, so sending again is harmless, from another tab too.
 */
export function createScanQueue({ storage, key, send, taken }: Options) {
  const listeners = new Set<() => void>();
  let view: QueueView = { waiting: read(), offline: false, refused: null };
  let sending = false;

  function read(): QueuedScan[] {
    try {
      const text = storage.getItem(key);
      return text === null ? [] : (JSON.parse(text) as QueuedScan[]);
    } catch {
      return [];
    }
  }

  /** Other tabs write too: what stands in storage is read before it is changed. */
  function change(edit: (waiting: QueuedScan[]) => QueuedScan[], state: Partial<QueueView> = {}): void {
    let waiting = edit(read());
    try {
      if (waiting.length === 0) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(waiting));
    } catch {
      // No room, or storage is closed: they live as long as the page.
      waiting = edit([...view.waiting]);
    }
    view = { ...view, ...state, waiting };
    for (const listener of listeners) listener();
  }

  async function flush(): Promise<void> {
    if (sending) return;
    sending = true;
    try {
      while (view.waiting.length > 0) {
        const batch = view.waiting.slice(0, scans_per_request_max);
        const sent = await send(batch);
        if (sent.kind === 'unreachable') return change((waiting) => waiting, { offline: true });
        if (sent.kind === 'refused')
          return change((waiting) => waiting, { offline: false, refused: sent.detail });
        const done = new Set(sent.results.map(({ id }) => id));
        change((waiting) => waiting.filter(({ id }) => !done.has(id)), { offline: false, refused: null });
        taken(batch, sent.results);
        if (done.size === 0) return;
      }
    } finally {
      sending = false;
    }
  }

  return {
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    view: () => view,
    add(scan: QueuedScan): void {
      change((waiting) => [...waiting, scan]);
      void flush();
    },
    flush,
  };
}
