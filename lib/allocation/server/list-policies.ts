import type { ClientBase, Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import type { PolicyStatus } from '../policy-items';
import { policyName } from '../publish-policy';
import type { AllocationMode } from '../publish-state';
import { type PolicyRow, versionOf } from './policy-rows';

export interface PoliciesQuery {
  sku?: string;
  category?: string;
  channel?: string;
  status?: PolicyStatus;
  cursor?: string;
  limit?: number;
}

export interface PolicyItem {
  policy: string;
  version: number;
  status: PolicyStatus;
  sku?: string;
  category?: string;
  channel?: string;
  priority?: number;
  floor?: number;
  cap?: number;
  buffer?: number;
  mode?: AllocationMode;
  share?: number;
  effectiveFrom?: string;
  effectiveTo?: string;
  note?: string;
  rolledBackTo?: number;
  createdAt: string;
  createdBy: string;
}

const statusSql: Readonly<Record<PolicyStatus, string>> = {
  draft: 'published_at IS NULL',
  scheduled: 'effective_from > now() AND (effective_to IS NULL OR effective_to > effective_from)',
  in_force: 'effective_from <= now() AND (effective_to IS NULL OR effective_to > now())',
  ended: 'effective_to <= greatest(now(), effective_from)',
};

/** Versions by scope, the newest first. Throws `invalid_cursor`. */
export async function listPolicies(db: ClientBase | Pool, query: PoliciesQuery): Promise<Page<PolicyItem>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  for (const name of ['sku', 'category', 'channel'] as const)
    if (query[name] !== undefined) conditions.push(`${name} = ${bind(query[name])}`);
  if (query.status !== undefined) conditions.push(statusSql[query.status]);
  if (query.cursor !== undefined) {
    const [sku, category, channel, version] = decodeCursor(query.cursor, [
      'string',
      'string',
      'string',
      'number',
    ]);
    conditions.push(
      `(sku, category, channel, -version) > (${[sku, category, channel, -version].map(bind).join(', ')})`,
    );
  }
  const { rows } = await db.query<PolicyRow>(
    `SELECT * FROM allocation_policy ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY sku, category, channel, version DESC LIMIT ${bind(limit + 1)}`,
    values,
  );
  const now = Date.now();
  return pageOf(
    rows,
    limit,
    (row) => policyItem(row, now),
    (row) => [row.sku, row.category, row.channel, row.version],
  );
}

export function policyItem(row: PolicyRow, now: number): PolicyItem {
  const version = versionOf(row);
  const { priority, floor, cap, buffer, mode, share } = version;
  const given = {
    sku: row.sku === '' ? null : row.sku,
    category: row.category === '' ? null : row.category,
    channel: row.channel === '' ? null : row.channel,
    priority,
    floor,
    cap,
    buffer,
    mode,
    share,
    effectiveFrom: row.effective_from?.toISOString() ?? null,
    effectiveTo: row.effective_to?.toISOString() ?? null,
    note: row.note === '' ? null : row.note,
    rolledBackTo: row.rolled_back_to,
  };
  return {
    policy: policyName(row),
    version: row.version,
    status: statusOf(row, now),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)),
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  };
}

function statusOf(row: PolicyRow, now: number): PolicyStatus {
  if (row.published_at === null || row.effective_from === null) return 'draft';
  const from = row.effective_from.getTime();
  const to = row.effective_to?.getTime() ?? Number.POSITIVE_INFINITY;
  if (to <= Math.max(now, from)) return 'ended';
  return from > now ? 'scheduled' : 'in_force';
}
