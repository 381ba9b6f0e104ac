/**
 * Loads the demo brand into an empty, migrated database, on a first run that did not say TRUECOUNT_DEMO=0. The
 * supervisor calls it before the web and worker processes start, so it may write without anybody watching.
 */
export async function loadDemo(): Promise<void> {
  // The demo brand's own scenario is loaded from here.
}
