import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import type { Finding } from '../alert';
import { identityOf } from '../rules';
import type { ThresholdInput, ThresholdPreview } from '../threshold-input';
import { sentenceOf } from '../words';
import { findInChannels } from './evaluate-channels';
import { findInFlow, flowRules } from './evaluate-flow';
import { findInSkus, skuRules } from './evaluate-skus';
import { previewPast } from './preview-past';

export const previewed_skus_max = 2_000;
const examples_max = 5;

/** What would open and what would resolve at once under this threshold. Nothing is written. */
export async function previewThreshold(pool: Pool, input: ThresholdInput): Promise<ThresholdPreview> {
  return withTransaction(
    pool,
    async (client) => {
      const bySku = (skuRules as readonly string[]).includes(input.rule);
      const skus = bySku ? await skusOf(client, input) : [];
      const capped = skus.length > previewed_skus_max;
      const looked = skus.slice(0, previewed_skus_max);
      const all = bySku
        ? (await findInSkus(client, looked, [input])).findings
        : (flowRules as readonly string[]).includes(input.rule)
          ? await findInFlow(client, [input])
          : await findInChannels(client, [input]);
      const findings = all.filter((finding) => isWithin(finding, input));
      const standing = await readStanding(client, findings);
      const fires = findings.filter(({ level, suppressed }) => level === 'fires' && suppressed === null);
      const opens = fires.filter((finding) => !standing.has(identityOf(finding)));
      return {
        looked: bySku ? looked.length : findings.length,
        capped,
        fires: fires.length,
        opens: opens.length,
        resolves: findings.filter(
          (finding) => finding.level === 'clears' && standing.has(identityOf(finding)),
        ).length,
        past: await previewPast(client, input),
        examples: opens.slice(0, examples_max).map((finding) => sentenceOf(finding)),
      };
    },
    { readOnly: true, isolation: 'repeatable read' },
  );
}

function isWithin(finding: Finding, { rule, sku, node, channel }: ThresholdInput): boolean {
  return (
    finding.rule === rule &&
    (sku === '' || finding.sku === sku) &&
    (node === '' || finding.node === node) &&
    (channel === '' || finding.channel === channel)
  );
}

async function skusOf(client: PoolClient, { sku, category, class: of }: ThresholdInput): Promise<string[]> {
  const { rows } = await client.query<{ sku: string }>(
    `SELECT s.sku FROM sku s LEFT JOIN sku_class c ON c.sku = s.sku
     WHERE $1 IN ('', s.sku) AND $2 IN ('', s.category) AND $3 IN ('', coalesce(c.class, 'C')) ORDER BY s.sku LIMIT $4`,
    [sku, category, of, previewed_skus_max + 1],
  );
  return rows.map((row) => row.sku);
}

async function readStanding(client: PoolClient, findings: readonly Finding[]): Promise<Set<string>> {
  const { rows } = await client.query<{ identity: string }>(
    `SELECT identity FROM alert WHERE identity = ANY($1::text[]) AND state <> 'resolved'`,
    [findings.filter(({ level }) => level === 'fires' || level === 'clears').map(identityOf)],
  );
  return new Set(rows.map(({ identity }) => identity));
}
