/** Called by Next once, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { prepareOverview } = await import('@/lib/runtime/overview');
  prepareOverview();
}
