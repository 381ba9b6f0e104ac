import type { ClientBase, Pool } from 'pg';
import type { Page } from '@/lib/shared/page-cursor';
import type { ReplenishmentFilters, SafetyStockFilters } from '../filters';
import type { ReplenishmentItem, SafetyStockItem } from '../list-items';
import { Conditions, containing, type KeysetQuery, readKeyset } from './keyset';

export const safetyStockSorts = ['scope', 'begins'] as const;
export type SafetyStockSort = (typeof safetyStockSorts)[number];
export const replenishmentSorts = ['sku', 'node', 'days'] as const;
export type ReplenishmentSort = (typeof replenishmentSorts)[number];

interface PolicyRow extends Omit<SafetyStockItem, 'policy' | 'units' | 'from' | 'to'> {
  policy: string;
  units: string | null;
  effective_from: Date;
  effective_to: Date | null;
}

const inForce = `(p.effective_from <= clock_timestamp()
  AND (p.effective_to IS NULL OR p.effective_to > clock_timestamp()))`;
const ended = `(p.effective_to IS NOT NULL AND p.effective_to <= greatest(p.effective_from, clock_timestamp()))`;

const scopes: Record<NonNullable<SafetyStockFilters['scope']>, string> = {
  sku_node: "p.sku <> '' AND p.node <> ''",
  sku: "p.sku <> '' AND p.node = ''",
  category_node: "p.category <> '' AND p.node <> ''",
  category: "p.category <> '' AND p.node = ''",
  node: "p.sku = '' AND p.category = '' AND p.node <> ''",
  all: "p.sku = '' AND p.category = '' AND p.node = ''",
};

/** As an array, so that the policies are found by their index. */
function skusLike(pattern: string): string {
  return `ARRAY(SELECT found.sku FROM sku found WHERE found.sku ILIKE ${pattern} OR found.name ILIKE ${pattern})`;
}

/** Safety stock policies (those in force and to come, unless a status is asked for). Throws `invalid_cursor`. */
export async function listSafetyStock(
  db: Pool | ClientBase,
  query: SafetyStockFilters & KeysetQuery<SafetyStockSort>,
): Promise<Page<SafetyStockItem>> {
  const conditions = new Conditions();
  if (query.search !== undefined && query.search.trim() !== '') {
    const pattern = conditions.bind(containing(query.search));
    conditions.add(
      `(p.sku = ANY (${skusLike(pattern)}) OR (p.category <> '' AND p.category ILIKE ${pattern}))`,
    );
  }
  if (query.sku !== undefined) conditions.add(`p.sku = ${conditions.bind(query.sku)}`);
  if (query.node !== undefined) conditions.add(`p.node = ${conditions.bind(query.node)}`);
  if (query.category !== undefined) conditions.add(`p.category = ${conditions.bind(query.category)}`);
  if (query.scope !== undefined) conditions.add(scopes[query.scope]);
  if (query.status === 'in_force') conditions.add(inForce);
  else if (query.status === 'scheduled') conditions.add(`NOT ${inForce} AND NOT ${ended}`);
  else if (query.status === 'ended') conditions.add(ended);
  else conditions.add(`NOT ${ended}`);
  return readKeyset<PolicyRow, SafetyStockItem, SafetyStockSort>(
    db,
    {
      from: `safety_stock_policy p LEFT JOIN sku s ON s.sku = p.sku LEFT JOIN stock_node n ON n.node = p.node`,
      columns: `p.policy, nullif(p.sku, '') AS sku, s.name AS "skuName", nullif(p.node, '') AS node,
        n.name AS "nodeName", nullif(p.category, '') AS category, p.units, p.days,
        p.service_level AS "serviceLevel", p.effective_from, p.effective_to,
        CASE WHEN ${ended} THEN 'ended' WHEN ${inForce} THEN 'in_force' ELSE 'scheduled' END AS status`,
      sorts: {
        scope: { sql: 'p.sku', type: 'text' },
        begins: { sql: 'p.effective_from', type: 'timestamptz' },
      },
      key: [
        { sql: 'p.node', type: 'text' },
        { sql: 'p.category', type: 'text' },
        { sql: 'p.policy', type: 'bigint' },
      ],
    },
    conditions,
    query,
    ({ effective_from, effective_to, policy, units, ...row }) => ({
      policy: Number(policy),
      sku: row.sku,
      skuName: row.skuName,
      node: row.node,
      nodeName: row.nodeName,
      category: row.category,
      units: units === null ? null : Number(units),
      days: row.days,
      serviceLevel: row.serviceLevel,
      from: effective_from.toISOString(),
      to: effective_to === null ? null : effective_to.toISOString(),
      status: row.status,
    }),
  );
}

/** Lead times by scope, a page at a time. Throws `invalid_cursor`. */
export async function listReplenishment(
  db: Pool | ClientBase,
  query: ReplenishmentFilters & KeysetQuery<ReplenishmentSort>,
): Promise<Page<ReplenishmentItem>> {
  const conditions = new Conditions();
  if (query.search !== undefined && query.search.trim() !== '') {
    const pattern = conditions.bind(containing(query.search));
    conditions.add(`r.sku = ANY (${skusLike(pattern)})`);
  }
  if (query.sku !== undefined) conditions.add(`r.sku = ${conditions.bind(query.sku)}`);
  if (query.node !== undefined) conditions.add(`r.node = ${conditions.bind(query.node)}`);
  return readKeyset<ReplenishmentItem, ReplenishmentItem, ReplenishmentSort>(
    db,
    {
      from: 'replenishment r LEFT JOIN sku s ON s.sku = r.sku LEFT JOIN stock_node n ON n.node = r.node',
      columns: `nullif(r.sku, '') AS sku, s.name AS "skuName", nullif(r.node, '') AS node, n.name AS "nodeName",
        r.days, r.deviation_days AS "deviationDays", r.version`,
      sorts: {
        sku: { sql: 'r.sku', type: 'text' },
        node: { sql: 'r.node', type: 'text' },
        days: { sql: 'r.days', type: 'float8' },
      },
      key: [
        { sql: 'r.sku', type: 'text' },
        { sql: 'r.node', type: 'text' },
      ],
    },
    conditions,
    query,
    (row) => ({
      sku: row.sku,
      skuName: row.skuName,
      node: row.node,
      nodeName: row.nodeName,
      days: row.days,
      deviationDays: row.deviationDays,
      version: row.version,
    }),
  );
}
