import type { Pool } from 'pg';
import type { Page } from '@/lib/shared/page-cursor';
import { decodeCursor, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import type { PolicyScopeHistory, PolicyScopeItem, PolicyStatus, ShownVersion } from '../policy-items';
import type { PolicyScope } from '../policy-version';
import { policyItem } from './list-policies';
import type { PolicyRow } from './policy-rows';
import { markOfScope, readVersions } from './save-policy';

export interface PolicyScopesQuery {
  search?: string | undefined;
  of?: 'all' | 'category' | 'sku' | undefined;
  channel?: string | undefined;
  status?: PolicyStatus | undefined;
  direction: 'ascending' | 'descending';
  cursor?: string | undefined;
  limit: number;
}

interface ScopeRow extends PolicyRow {
  sku_name: string | null;
  channel_name: string | null;
  actor_name: string | null;
  has_draft: boolean;
  next_from: Date | null;
  versions: string;
}

const ofSql = {
  all: `p.sku = '' AND p.category = ''`,
  category: `p.category <> ''`,
  sku: `p.sku <> ''`,
} as const;

const statusSql: Readonly<Record<PolicyStatus, string>> = {
  draft: 'x.has_draft',
  scheduled: 'x.next_from IS NOT NULL',
  in_force: 'x.rank = 0',
  ended: 'x.rank = 3',
};

/** Who a row names, as people know them. */
const actorName = `coalesce(
  (SELECT u.name FROM "user" u WHERE 'user:' || u.id = p.created_by),
  (SELECT k.name FROM api_key k WHERE 'key:' || k.id = p.created_by), p.created_by) AS actor_name`;

/** Every scope that has or had a policy, each with the version that matters now. Throws `invalid_cursor`. */
export async function listPolicyScopes(pool: Pool, query: PolicyScopesQuery): Promise<Page<PolicyScopeItem>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const inner: string[] = [];
  const outer: string[] = ['x.place = 1'];
  const search = query.search?.trim() ?? '';
  if (search !== '') {
    const pattern = bind(`%${search.replace(/[\\%_]/g, '\\$&')}%`);
    inner.push(
      `(p.category ILIKE ${pattern} OR p.sku IN (SELECT s.sku FROM sku s WHERE s.sku ILIKE ${pattern} OR s.name ILIKE ${pattern}))`,
    );
  }
  if (query.of !== undefined) inner.push(ofSql[query.of]);
  if (query.channel !== undefined) inner.push(`p.channel = ${bind(query.channel)}`);
  if (query.status !== undefined) outer.push(statusSql[query.status]);
  const [beyond, order] = query.direction === 'ascending' ? ['>', 'ASC'] : ['<', 'DESC'];
  if (query.cursor !== undefined) {
    const after = decodeCursor(query.cursor, ['string', 'string', 'string']);
    inner.push(`(p.sku, p.category, p.channel) ${beyond} (${after.map(bind).join(', ')})`);
  }
  const { rows } = await pool.query<ScopeRow>(
    `SELECT * FROM (
       SELECT p.*, s.name AS sku_name, c.name AS channel_name, ${actorName},
         row_number() OVER (scope ORDER BY p.rank, p.version DESC) AS place,
         bool_or(p.published_at IS NULL) OVER scope AS has_draft,
         min(p.effective_from) FILTER (WHERE p.rank = 1) OVER scope AS next_from,
         count(*) OVER scope AS versions
       FROM (
         SELECT a.*, CASE
           WHEN a.published_at IS NULL THEN 2
           WHEN a.effective_to <= greatest(now(), a.effective_from) THEN 3
           WHEN a.effective_from > now() THEN 1 ELSE 0 END AS rank
         FROM allocation_policy a
       ) AS p
       LEFT JOIN sku s ON s.sku = p.sku LEFT JOIN channel c ON c.channel = p.channel
       ${inner.length === 0 ? '' : `WHERE ${inner.join(' AND ')}`}
       WINDOW scope AS (PARTITION BY p.sku, p.category, p.channel)
     ) AS x WHERE ${outer.join(' AND ')}
     ORDER BY sku ${order}, category ${order}, channel ${order} LIMIT ${bind(limit + 1)}`,
    values,
  );
  const now = Date.now();
  return pageOf(
    rows,
    limit,
    (row) => ({
      sku: row.sku,
      skuName: row.sku_name,
      category: row.category,
      channel: row.channel,
      channelName: row.channel_name,
      current: shownVersion(row, row.actor_name ?? row.created_by, now),
      hasDraft: row.has_draft,
      nextFrom: row.next_from?.toISOString() ?? null,
      versions: Number(row.versions),
    }),
    (row) => [row.sku, row.category, row.channel],
  );
}

/** All versions of a scope with who made them; a scope nobody has written is empty. */
export async function readPolicyScope(
  pool: Pool,
  scope: PolicyScope,
  nameActors: (actors: Iterable<string>) => Promise<Map<string, string>>,
): Promise<PolicyScopeHistory> {
  const rows = await readVersions(pool, scope);
  const names = await nameActors(new Set(rows.map((row) => row.created_by)));
  const now = Date.now();
  return {
    seen: markOfScope(rows),
    versions: rows.map((row) => shownVersion(row, names.get(row.created_by) ?? row.created_by, now)),
  };
}

export function shownVersion(row: PolicyRow, createdBy: string, now: number): ShownVersion {
  const { status, version, createdAt, ...item } = policyItem(row, now);
  return {
    version,
    status,
    priority: item.priority ?? null,
    floor: item.floor ?? null,
    cap: item.cap ?? null,
    buffer: item.buffer ?? null,
    mode: item.mode ?? null,
    share: item.share ?? null,
    effectiveFrom: item.effectiveFrom ?? null,
    effectiveTo: item.effectiveTo ?? null,
    note: item.note ?? '',
    rolledBackTo: item.rolledBackTo ?? null,
    createdAt,
    createdBy,
  };
}
