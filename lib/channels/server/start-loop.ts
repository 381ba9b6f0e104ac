import type { Logger } from 'pino';
import { databaseErrorKind } from '@/lib/db/errors';

/** Runs a step again and again until stopped; see startLoop. */
export interface Loop {
  /** Runs the next step at once; one that is running runs once more after it. */
  wake(): void;
  /** Resolves when the step in hand is done; nothing runs afterwards. */
  stop(): Promise<void>;
}

/**
 * Runs `step` whenever woken and at least every `every_ms`; at once again while it returns true (there is more). A step
 * that throws is told to `onError` and tried again after `every_ms`.
 */
export function startLoop(
  every_ms: number,
  step: () => Promise<boolean>,
  onError: (error: unknown) => void,
): Loop {
  let stopping = false;
  let woken = false;
  let wakeUp: (() => void) | undefined;

  const pause = () =>
    new Promise<void>((resolve) => {
      if (stopping || woken) return resolve();
      const timer = setTimeout(resolve, every_ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async () => {
    while (!stopping) {
      woken = false;
      try {
        if (await step()) continue;
      } catch (error) {
        onError(error);
        woken = false;
      }
      await pause();
      wakeUp = undefined;
    }
  };
  const running = run();
  return {
    wake() {
      woken = true;
      wakeUp?.();
    },
    async stop() {
      stopping = true;
      wakeUp?.();
      await running;
    },
  };
}

/** What a part does with a step that failed: a lost database is a warning, anything else an error with its cause. */
export function stepFailures(
  log: Pick<Logger, 'warn' | 'error'>,
  of: string,
): (part: string) => (error: unknown) => void {
  return (part) => (error) => {
    if (databaseErrorKind(error) === 'unavailable') log.warn({ part }, 'the database is out of reach');
    else log.error({ part, err: error }, `${of}: a step failed and is tried again`);
  };
}
