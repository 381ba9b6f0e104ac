'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { queryKeys } from '@/components/query-keys';
import type { ScanResult, StocktakeDetail } from '@/lib/stocktake/stocktake-document';
import { createScanQueue, type QueuedScan, type QueueView, type Sent } from './scan-queue';

const again_ms = 4_000;
const empty: QueueView = { waiting: [], offline: false, refused: null };

/** The queue of a stocktake on this device; it sends by itself, and again when the line is back. */
export function useScanQueue(stocktake: string, told: (results: readonly ScanResult[]) => void) {
  const client = useQueryClient();
  const queue = useMemo(
    () =>
      createScanQueue({
        storage: typeof window === 'undefined' ? noStorage : window.localStorage,
        key: `truecount.scans.${stocktake}`,
        send: (scans) => sendScans(stocktake, scans),
        taken(scans, results) {
          client.setQueryData<StocktakeDetail>(queryKeys.stocktake(stocktake), (known) =>
            known === undefined ? known : withScans(known, scans, results),
          );
          void client.invalidateQueries({ queryKey: queryKeys.stocktake(stocktake) });
          told(results);
        },
      }),
    [stocktake, client, told],
  );
  const view = useSyncExternalStore(queue.subscribe, queue.view, () => empty);
  useEffect(() => {
    const flush = () => void queue.flush();
    flush();
    window.addEventListener('online', flush);
    const timer = setInterval(flush, again_ms);
    return () => {
      window.removeEventListener('online', flush);
      clearInterval(timer);
    };
  }, [queue]);
  return { ...view, add: queue.add };
}

const noStorage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

async function sendScans(stocktake: string, scans: readonly QueuedScan[]): Promise<Sent> {
  let response: Response;
  try {
    response = await fetch('/api/ui/stocktake-scans', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ stocktake, sentAt: new Date().toISOString(), scans }),
    });
  } catch {
    return { kind: 'unreachable' };
  }
  if (response.status >= 500) return { kind: 'unreachable' };
  const body = await response.json().catch(() => null);
  if (response.ok) return { kind: 'taken', results: body as ScanResult[] };
  return {
    kind: 'refused',
    detail: (body as { detail?: string } | null)?.detail ?? 'The server does not take these.',
  };
}

/** What was taken stands on its line at once; the list that comes from the server afterwards is the truth. */
function withScans(
  known: StocktakeDetail,
  scans: readonly QueuedScan[],
  results: readonly ScanResult[],
): StocktakeDetail {
  const unitsOf = new Map(scans.map(({ id, units }) => [id, units]));
  const more = new Map<string, number>();
  for (const { id, sku, outcome } of results)
    if (outcome === 'counted' && sku !== undefined)
      more.set(sku, (more.get(sku) ?? 0) + (unitsOf.get(id) ?? 0));
  return {
    ...known,
    queue: known.queue.map((line) => {
      const units = more.get(line.sku);
      return units === undefined ? line : { ...line, scanned: (line.scanned ?? 0) + units };
    }),
  };
}
