import { createOwnerLink } from '@/lib/access/server/create-owner-link';
import { getPool } from '@/lib/db/client';
import type { Config } from '@/lib/db/config';
import { forgetDemo, readBrandMark } from './demo-folder';
import { makeDemo } from './make-demo';

/**
 * On a database without an owner: loads the demo brand (into an empty embedded database only, unless
 * TRUECOUNT_DEMO=0; one that was cut off is completed) and makes the one-time link by which the owner signs in. Returns
 * the link, or undefined where there is an owner already.
 */
export async function firstRun(config: Config, embedded: boolean): Promise<string | undefined> {
  const { rows } = await getPool().query<{ owned: boolean; empty: boolean }>(
    `SELECT EXISTS (SELECT FROM "user" WHERE owner) AS owned,
       NOT EXISTS (SELECT FROM sku) AND NOT EXISTS (SELECT FROM "user") AS empty`,
  );
  const found = rows[0];
  if (embedded && config.demo !== 'none') {
    const mark = readBrandMark(config.dataDir);
    // What shops know of a database that is gone would only mislead them.
    if (found?.empty === true && mark?.loaded === true) forgetDemo(config.dataDir);
    if (found?.empty === true || mark?.loaded === false) await makeDemo(config);
  }
  return found?.owned === true ? undefined : await createOwnerLink();
}
