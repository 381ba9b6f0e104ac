/**
 * The child's side of `supervise`: says when it is ready, and calls `stop` once when told to, when the parent
 * dies, or, run on its own without a parent, on a signal.
 */
export function superviseMe(stop: () => Promise<void>): { ready(): void } {
  const hasParent = process.send !== undefined;
  let stopping = false;
  const stopOnce = () => {
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('message', (message) => {
    if (message === 'stop') stopOnce();
  });
  process.on('disconnect', stopOnce);
  process.on('SIGTERM', stopOnce);
  // Ctrl-C goes to every process of the group; under a parent it is the parent that says who stops when.
  process.on('SIGINT', () => {
    if (!hasParent) stopOnce();
  });
  return { ready: () => process.send?.('ready') };
}
