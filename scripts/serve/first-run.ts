import { createOwnerLink } from '@/lib/access/server/create-owner-link';
import { getPool } from '@/lib/db/client';
import type { Config } from '@/lib/db/config';
import { loadDemo } from '@/lib/runtime/load-demo';

/**
 * On a database without an owner: loads the demo brand (into an empty embedded database only, unless
 * TRUECOUNT_DEMO=0) and makes the one-time link by which the owner signs in. Returns the link, or undefined where
 * there is an owner already.
 */
export async function firstRun(config: Config, embedded: boolean): Promise<string | undefined> {
  const { rows } = await getPool().query<{ owned: boolean; empty: boolean }>(
    `SELECT EXISTS (SELECT FROM "user" WHERE owner) AS owned,
       NOT EXISTS (SELECT FROM sku) AND NOT EXISTS (SELECT FROM "user") AS empty`,
  );
  const found = rows[0];
  if (embedded && config.demo && found?.empty === true) await loadDemo();
  return found?.owned === true ? undefined : await createOwnerLink();
}
