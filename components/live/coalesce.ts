/** What has changed: these SKUs, or possibly everything. */
export type Change = { skus: readonly string[] } | 'all';

export const invalidations_gap_ms_min = 250;
const skus_named_max = 50;

/**
 * Gathers changes and hands them on at most four times a second: the first at once, what follows together. More than
 * 50 SKUs at a time count as everything. `wait` is setTimeout, `cancel` its counterpart.
 */
export function coalesce(
  flush: (change: Change) => void,
  wait: (run: () => void, ms: number) => () => void,
): { add: (change: Change) => void; stop: () => void } {
  let gathered: Set<string> | 'all' = new Set();
  let cancel: (() => void) | null = null;
  let waiting = false;

  function deliver() {
    const change = gathered;
    gathered = new Set();
    if (change !== 'all' && change.size === 0) {
      waiting = false;
      return;
    }
    waiting = true;
    cancel = wait(deliver, invalidations_gap_ms_min);
    flush(change === 'all' ? 'all' : { skus: [...change] });
  }

  return {
    add(change) {
      if (change === 'all') gathered = 'all';
      else if (gathered !== 'all') {
        for (const sku of change.skus) gathered.add(sku);
        if (gathered.size > skus_named_max) gathered = 'all';
      }
      if (!waiting) deliver();
    },
    stop() {
      cancel?.();
      gathered = new Set();
    },
  };
}
