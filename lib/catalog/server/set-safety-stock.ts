import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { conflictsOf, type FieldConflict } from '../entries';
import { type CatalogRights, planCatalog } from '../plan-catalog';
import type { CatalogRefusal } from '../refusal';
import { catalogSchema, type DatedSafetyStock } from '../schema';
import { loadCatalog } from './load-catalog';
import { type CatalogPorts, lockCatalog } from './put-catalog';

/** A policy as it is stored; a scope that is not named is any. */
export interface StoredPolicy {
  policy: number;
  sku: string | null;
  node: string | null;
  category: string | null;
  units: number | null;
  days: number | null;
  serviceLevel: number | null;
  from: string;
  /** Null: until it is replaced. */
  to: string | null;
}

export interface PolicyPorts extends CatalogPorts {
  recordPolicy(
    client: PoolClient,
    action: 'safety_stock.set' | 'safety_stock.ended',
    policy: StoredPolicy,
    before: StoredPolicy | null,
  ): Promise<void>;
}

export type SetSafetyStock =
  | { ok: true; policy: StoredPolicy }
  | { ok: false; code: 'refused'; refusal: CatalogRefusal }
  | { ok: false; code: 'conflict'; theirs: StoredPolicy | null; fields: FieldConflict[] }
  | { ok: false; code: 'in_the_past'; detail: string };

/** A begin that lies a little in the past is meant as now. */
const past_ms_max = 5 * 60_000;

/**
 * Puts a policy in force for its scope, now or from a later instant, until another replaces it or until `to`. `seen` is
 * the policy of this scope that the person saw in force (null: none); undefined asks for no check. A policy with an end
 * lies over the lasting one of its scope, which is in force again afterwards; one that begins later ends the lasting
 * one at that instant and takes the place of any that was to begin later still. Listings follow at once, or when it
 * begins.
 */
export async function setSafetyStock(
  pool: Pool,
  input: DatedSafetyStock,
  seen: number | null | undefined,
  rights: CatalogRights,
  ports: PolicyPorts,
): Promise<SetSafetyStock> {
  const { from, to, ...entry } = input;
  return withTransaction(pool, async (client): Promise<SetSafetyStock> => {
    await lockCatalog(client);
    const asked = { ...catalogSchema.parse({}), safetyStock: [entry] };
    const state = await loadCatalog(client, { ...asked, skus: [], listings: [] }, ports);
    const decided = planCatalog(state, asked, rights, ports.checkConnector);
    if ('refusal' in decided) return { ok: false, code: 'refused', refusal: decided.refusal };
    const scope = [entry.sku ?? '', entry.node ?? '', entry.category ?? ''];
    const before = await policyInForce(client, scope);
    if (seen !== undefined && seen !== (before?.policy ?? null))
      return {
        ok: false,
        code: 'conflict',
        theirs: before,
        fields: conflictsOf({ ...before }, { ...entry, from, to }).filter(({ field }) => field !== 'from'),
      };
    const now = (await client.query<{ now: Date }>('SELECT now() AS now')).rows[0]?.now ?? new Date();
    const begin = from === undefined ? now : new Date(from);
    if (begin.getTime() < now.getTime() - past_ms_max || (to !== undefined && new Date(to) <= now))
      return {
        ok: false,
        code: 'in_the_past',
        detail: 'A policy begins now or later: what was kept back before has already been shown.',
      };
    const starts = new Date(Math.max(begin.getTime(), now.getTime()));
    if (to === undefined) await endLasting(client, scope, starts);
    const { rows } = await client.query<{ policy: string }>(
      `INSERT INTO safety_stock_policy
         (sku, node, category, units, days, service_level, effective_from, effective_to, begun, ended)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING policy`,
      [
        ...scope,
        entry.units ?? null,
        entry.days ?? null,
        entry.serviceLevel ?? null,
        starts,
        to ?? null,
        starts <= now,
        to === undefined,
      ],
    );
    if (starts <= now) await ports.markListingsDirty(client, entry.sku === undefined ? 'all' : [entry.sku]);
    const policy = await readPolicy(client, Number(rows[0]?.policy));
    if (policy === null) throw new Error('The policy just written is gone.');
    await ports.recordPolicy(client, 'safety_stock.set', policy, before);
    return { ok: true, policy };
  });
}

export type EndSafetyStock =
  | { ok: true; policy: StoredPolicy }
  | { ok: false; code: 'refused'; refusal: CatalogRefusal }
  | { ok: false; code: 'gone'; detail: string };

/** Ends a policy now; one that has not begun never will, and the one it was to replace lasts again. */
export async function endSafetyStock(
  pool: Pool,
  id: number,
  rights: CatalogRights,
  ports: PolicyPorts,
): Promise<EndSafetyStock> {
  return withTransaction(pool, async (client): Promise<EndSafetyStock> => {
    await lockCatalog(client);
    const policy = await readPolicy(client, id);
    const now = (await client.query<{ now: Date }>('SELECT now() AS now')).rows[0]?.now ?? new Date();
    if (policy === null || hasEnded(policy, now))
      return { ok: false, code: 'gone', detail: 'This policy has ended already.' };
    const named = { node: policy.node ?? undefined, sku: policy.sku ?? undefined, units: 0 };
    const asked = { ...catalogSchema.parse({}), safetyStock: [named] };
    const state = await loadCatalog(client, asked, ports);
    const decided = planCatalog(state, asked, rights, ports.checkConnector);
    if ('refusal' in decided && decided.refusal.kind === 'forbidden')
      return { ok: false, code: 'refused', refusal: decided.refusal };
    const scope = [policy.sku ?? '', policy.node ?? '', policy.category ?? ''];
    await client.query(
      `UPDATE safety_stock_policy SET effective_to = greatest(effective_from, now()), ended = TRUE, begun = TRUE
       WHERE policy = $1`,
      [id],
    );
    if (policy.to === null && new Date(policy.from) > now)
      await client.query(
        `UPDATE safety_stock_policy SET effective_to = NULL, ended = TRUE WHERE policy = (
           SELECT policy FROM safety_stock_policy
           WHERE sku = $1 AND node = $2 AND category = $3 AND effective_to = $4 AND effective_from < $4
           ORDER BY policy DESC LIMIT 1)`,
        [...scope, policy.from],
      );
    await ports.markListingsDirty(client, policy.sku === null ? 'all' : [policy.sku]);
    const ended = (await readPolicy(client, id)) ?? policy;
    await ports.recordPolicy(client, 'safety_stock.ended', ended, policy);
    return { ok: true, policy: ended };
  });
}

/** A policy that ends where it begins was taken back before it began. */
function hasEnded({ from, to }: StoredPolicy, now: Date): boolean {
  return to !== null && (to <= from || new Date(to) <= now);
}

/** The lasting policy of the scope ends at `at`; one that was to begin at `at` or later never begins. */
async function endLasting(client: PoolClient, scope: readonly string[], at: Date): Promise<void> {
  await client.query(
    `UPDATE safety_stock_policy SET effective_to = greatest(effective_from, $4), begun = begun OR effective_from >= $4
     WHERE sku = $1 AND node = $2 AND category = $3 AND effective_to IS NULL`,
    [...scope, at],
  );
}

const selection = `SELECT policy, sku, node, category, units, days, service_level, effective_from, effective_to
  FROM safety_stock_policy`;

interface PolicyRow {
  policy: string;
  sku: string;
  node: string;
  category: string;
  units: string | null;
  days: number | null;
  service_level: number | null;
  effective_from: Date;
  effective_to: Date | null;
}

/** Of several in force in one scope the one that began last decides. */
async function policyInForce(client: PoolClient, scope: readonly string[]): Promise<StoredPolicy | null> {
  const { rows } = await client.query<PolicyRow>(
    `${selection} WHERE sku = $1 AND node = $2 AND category = $3 AND effective_from <= clock_timestamp()
       AND (effective_to IS NULL OR effective_to > clock_timestamp())
     ORDER BY effective_from DESC, policy DESC LIMIT 1`,
    [...scope],
  );
  return rows[0] === undefined ? null : policyOf(rows[0]);
}

async function readPolicy(client: PoolClient, id: number): Promise<StoredPolicy | null> {
  const { rows } = await client.query<PolicyRow>(`${selection} WHERE policy = $1`, [id]);
  return rows[0] === undefined ? null : policyOf(rows[0]);
}

function policyOf(row: PolicyRow): StoredPolicy {
  const named = (text: string) => (text === '' ? null : text);
  return {
    policy: Number(row.policy),
    sku: named(row.sku),
    node: named(row.node),
    category: named(row.category),
    units: row.units === null ? null : Number(row.units),
    days: row.days,
    serviceLevel: row.service_level,
    from: row.effective_from.toISOString(),
    to: row.effective_to === null ? null : row.effective_to.toISOString(),
  };
}
