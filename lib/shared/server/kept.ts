const kept_ms_min = 2_000;
const kept_ms_max = 120_000;
/** What is costly is read rarely: at most a twentieth of the time goes into it. */
const rest_factor = 20;

interface Held<Value> {
  value?: Value;
  /** Until when it is fresh, ms since 1970. */
  freshUntil: number;
  running?: Promise<Value>;
}

/**
 * Keeps a costly reading in this process. The first to ask waits for it; who asks while it is fresh gets it at once, who
 * asks later gets the old one too while a new one is made, unless that takes less than `wait_ms`.
 */
export function kept<Value>(name: string, read: () => Promise<Value>, wait_ms = 250): () => Promise<Value> {
  const key = Symbol.for(`truecount.kept.${name}`);
  const global = globalThis as unknown as Record<symbol, Held<Value> | undefined>;
  return async () => {
    global[key] ??= { freshUntil: 0 };
    const held = global[key];
    if (Date.now() < held.freshUntil && held.value !== undefined) return held.value;
    if (held.running === undefined) {
      const startedAt = Date.now();
      held.running = read()
        .then((value) => {
          const tookMs = Date.now() - startedAt;
          held.value = value;
          held.freshUntil = Date.now() + Math.min(kept_ms_max, Math.max(kept_ms_min, tookMs * rest_factor));
          return value;
        })
        .finally(() => {
          delete held.running;
        });
    }
    const { running, value: old } = held;
    if (old === undefined) return running;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<Value>((resolve) => {
      timer = setTimeout(() => resolve(old), wait_ms);
    });
    // A reading that fails leaves the old one standing.
    return Promise.race([running.catch(() => old), patience]).finally(() => clearTimeout(timer));
  };
}
