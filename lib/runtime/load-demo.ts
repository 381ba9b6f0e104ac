import type { Principal } from '@/lib/access/principal';
import { getPool } from '@/lib/db/client';
import { playBrandDay } from '@/prisma/seed/brand-day';
import { putCatalogAs } from './catalog';
import { closeLedger, getLedger } from './ledger';

const demo: Principal = { kind: 'key', id: 'demo', name: 'Demo brand', role: 'admin' };

/**
 * Loads the demo brand into an empty, migrated database, on a first run that did not say TRUECOUNT_DEMO=0. The
 * supervisor calls it before the web and worker processes start, so it may write without anybody watching.
 */
export async function loadDemo(): Promise<void> {
  try {
    await playBrandDay({
      putCatalog: (catalog) => putCatalogAs(getPool(), catalog, demo),
      post: (events) => getLedger().post(events, 'truecount:demo'),
      now: new Date(),
    });
  } finally {
    await closeLedger();
  }
}
