import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { type CatalogPlan, type CatalogRights, type CheckConnector, planCatalog } from '../plan-catalog';
import type { CatalogRefusal } from '../refusal';
import type { CatalogInput, CatalogResult } from '../schema';
import { loadCatalog } from './load-catalog';
import { persistCatalog } from './persist-catalog';

/** What the catalogue needs of what stands above it; composed in lib/runtime. */
export interface CatalogPorts {
  bucketOf(sku: string): number;
  checkConnector: CheckConnector;
  /** Parts a configuration into what may be shown and its secrets, sealed (null: it names none). */
  sealSecrets(
    channel: string,
    config: Record<string, unknown>,
  ): { config: Record<string, unknown>; sealed: Buffer | null };
  /** The secrets by their names in the configuration; none where the seal cannot be opened. */
  openSecrets(channel: string, sealed: Buffer): Record<string, unknown>;
  /** In the transaction that changed them: what the channels should show has to be computed anew. */
  markListingsDirty(client: PoolClient, skus: readonly string[] | 'all'): Promise<void>;
  /** In the same transaction: what is to be remembered of who changed what. */
  recordChange(client: PoolClient, plan: CatalogPlan): Promise<void>;
}

export type PutCatalog = { ok: true; result: CatalogResult } | { ok: false; refusal: CatalogRefusal };

/**
 * Puts the catalogue: an idempotent upsert, all or nothing. One PUT at a time, by an advisory lock, so that what one
 * is decided on cannot change before it is written, and two never wait for each other's rows.
 */
export async function putCatalog(
  pool: Pool,
  input: CatalogInput,
  rights: CatalogRights,
  ports: CatalogPorts,
): Promise<PutCatalog> {
  return withTransaction(pool, async (client): Promise<PutCatalog> => {
    await lockCatalog(client);
    const state = await loadCatalog(client, input, ports);
    const decided = planCatalog(state, input, rights, ports.checkConnector);
    if ('refusal' in decided) return { ok: false, refusal: decided.refusal };
    await writePlan(client, decided.plan, ports);
    await ports.recordChange(client, decided.plan);
    return { ok: true, result: decided.plan.result };
  });
}

/** Held to the end of the transaction: by whoever decides on the catalogue and writes it. */
export async function lockCatalog(client: PoolClient): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('truecount.catalog', 0))`);
}

/** Writes a plan and marks what the channels should hear of. */
export async function writePlan(client: PoolClient, plan: CatalogPlan, ports: CatalogPorts): Promise<void> {
  await persistCatalog(client, plan, ports);
  if (plan.dirty === 'all' || plan.dirty.length > 0) await ports.markListingsDirty(client, plan.dirty);
}
