import type { ClientBase, Pool } from 'pg';
import type { PolicyVersion } from '../policy-version';
import { policyName } from '../publish-policy';
import type { AllocationMode } from '../publish-state';
import type { KnownCatalog } from '../validate-policies';

export interface PolicyRow {
  sku: string;
  category: string;
  channel: string;
  version: number;
  priority: number | null;
  floor: string | null;
  cap: string | null;
  buffer: string | null;
  mode: AllocationMode | null;
  share: number | null;
  effective_from: Date | null;
  effective_to: Date | null;
  note: string;
  rolled_back_to: number | null;
  created_at: Date;
  created_by: string;
  published_at: Date | null;
}

const units = (text: string | null) => (text === null ? null : Number(text));

/** A row as a version; a draft counts from the instant given. */
export function versionOf(row: PolicyRow, draftFrom = 0): PolicyVersion {
  return {
    policy: policyName(row),
    version: row.version,
    sku: row.sku,
    category: row.category,
    channel: row.channel,
    priority: row.priority,
    floor: units(row.floor),
    cap: units(row.cap),
    buffer: units(row.buffer),
    mode: row.mode,
    share: row.share,
    effectiveFrom: row.effective_from?.getTime() ?? draftFrom,
    effectiveTo: row.effective_to?.getTime() ?? null,
  };
}

/** Published versions that are in force at this time or will be. */
export async function readPolicies(db: Pool | ClientBase, at: Date): Promise<PolicyVersion[]> {
  const { rows } = await db.query<PolicyRow>(
    `SELECT * FROM allocation_policy WHERE published_at IS NOT NULL AND (effective_to IS NULL OR effective_to > $1)
     ORDER BY sku, category, channel, version`,
    [at],
  );
  return rows.map((row) => versionOf(row));
}

/** The channels, and which of these SKUs there are. */
export async function readKnown(db: Pool | ClientBase, skus: readonly string[]): Promise<KnownCatalog> {
  const channels = await db.query<{ channel: string }>('SELECT channel FROM channel');
  const known = await db.query<{ sku: string }>('SELECT sku FROM sku WHERE sku = ANY($1::text[])', [skus]);
  return {
    channels: new Set(channels.rows.map((row) => row.channel)),
    skus: new Set(known.rows.map((row) => row.sku)),
  };
}
