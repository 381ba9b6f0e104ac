import type { Principal } from '@/lib/access/principal';
import { getPool } from '@/lib/db/client';
import type { DemoConnections } from '@/prisma/seed/demo/catalog';
import type { DemoHistory } from '@/prisma/seed/demo/history';
import { loadDemoBrand } from '@/prisma/seed/demo/load';
import { putCatalogAs } from './catalog';
import { closeLedger, getLedger } from './ledger';

export const demoPrincipal: Principal = { kind: 'key', id: 'demo', name: 'Demo brand', role: 'admin' };

/**
 * Loads the demo brand into an empty, migrated database, on a first run that did not say TRUECOUNT_DEMO=0. The
 * supervisor calls it before the web and worker processes start, so it may write without anybody watching. Called
 * again with the same `now` after it was cut off, it completes what is missing.
 */
export async function loadDemo(options: {
  now: Date;
  connections?: DemoConnections;
  progress?: (line: string) => void;
}): Promise<DemoHistory> {
  try {
    return await loadDemoBrand({
      ...options,
      putCatalog: (catalog) => putCatalogAs(getPool(), catalog, demoPrincipal),
      post: (events) => getLedger().post(events, 'truecount:demo'),
    });
  } finally {
    await closeLedger();
  }
}
