import type { Pool, PoolClient } from 'pg';
import type { CatalogRights } from '@/lib/catalog/plan-catalog';
import { type Fitting, planFitting } from '@/lib/catalog/plan-fitting';
import type { CatalogRefusal, Finding } from '@/lib/catalog/refusal';
import { type CatalogInput, catalogSchema } from '@/lib/catalog/schema';
import { loadCatalog } from '@/lib/catalog/server/load-catalog';
import type { CatalogPorts } from '@/lib/catalog/server/put-catalog';
import { type CatalogState, listingKey, scopeKey } from '@/lib/catalog/state';
import { type Mapping, mappingProblem } from '../fields';
import type { ImportCounts, ImportView, Verdict } from '../import-view';
import { type Entry, listOfImport, type RowFinding, readRow } from '../read-row';
import { type CatalogueKind, isPosted, type NumberFormat } from '../settings';
import { examinePosted } from './examine-posted';
import { onlyOne } from './only-one';
import { readImport } from './read-import';

export const rows_batch = 2_000;

export type ExamineImport =
  | { ok: true; import: ImportView }
  | { ok: false; code: 'not_found' | 'already_committed' | 'invalid_mapping' | 'busy'; detail: string }
  | { ok: false; code: 'refused'; refusal: CatalogRefusal };

export interface StagedRow {
  row: number;
  cells: string[];
  entry: Entry | null;
}

interface Judged {
  row: number;
  verdict: Verdict;
  findings: RowFinding[] | null;
}

/**
 * The dry run: reads every staged row with the mapping, and says of each what committing it would do, or why it may
 * not be: by itself, beside the other rows of the file, and against the catalogue as it is. Writes nothing but these
 * verdicts. It may be run again, with another mapping too.
 */
export async function examineImport(
  pool: Pool,
  id: string,
  choice: { mapping: Mapping; numbers: NumberFormat },
  rights: CatalogRights,
  ports: CatalogPorts,
  /** Whoever is limited to nodes brings nothing in for others. */
  nodes?: readonly string[],
): Promise<ExamineImport> {
  return onlyOne(pool, id, async (client): Promise<ExamineImport> => {
    const staged = await readImport(client, id);
    if (staged === null || staged.status === 'staging')
      return { ok: false, code: 'not_found', detail: 'There is no such import.' };
    if (staged.status !== 'staged' && staged.status !== 'examined')
      return { ok: false, code: 'already_committed', detail: 'This import has been written already.' };
    const problem = mappingProblem(staged.kind, choice.mapping, staged.columns.length);
    if (problem !== null) return { ok: false, code: 'invalid_mapping', detail: problem };
    await client.query(
      `UPDATE import SET status = 'staged', mapping = $2, settings = settings || $3, outcome = NULL WHERE import = $1`,
      [id, JSON.stringify(choice.mapping), JSON.stringify({ numbers: choice.numbers })],
    );
    if (isPosted(staged.kind)) return examinePosted(client, { ...staged, kind: staged.kind }, choice, nodes);
    await readRows(client, staged, choice);
    await refuseRepeated(client, id);
    const refusal = await judgeRows(client, staged, staged.kind, choice.mapping, rights, ports);
    if (refusal !== null) return { ok: false, code: 'refused', refusal };
    await client.query(
      `UPDATE import SET status = 'examined', examined_at = now(), outcome = $2 WHERE import = $1`,
      [id, JSON.stringify({ counts: await count(client, id) })],
    );
    const examined = await readImport(client, id);
    if (examined === null) return { ok: false, code: 'not_found', detail: 'There is no such import.' };
    return { ok: true, import: examined };
  });
}

/** The staged rows after `after`, a batch at a time, so that none but one batch is ever in memory. */
export async function* batchesOf(
  client: PoolClient,
  id: string,
  condition: string,
): AsyncGenerator<StagedRow[]> {
  let after = 0;
  for (;;) {
    const { rows } = await client.query<StagedRow>(
      `SELECT row, cells, entry FROM import_row WHERE import = $1 AND row > $2 AND ${condition} ORDER BY row LIMIT $3`,
      [id, after, rows_batch],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.row;
  }
}

async function readRows(
  client: PoolClient,
  { id, kind, columns }: ImportView,
  { mapping, numbers }: { mapping: Mapping; numbers: NumberFormat },
): Promise<void> {
  for await (const rows of batchesOf(client, id, 'TRUE')) {
    const read = rows.map(({ row, cells }) => {
      const result = readRow(kind, cells, columns, mapping, numbers);
      return result.ok
        ? { row, entry: result.entry, claims: result.claims, verdict: null, findings: null }
        : { row, entry: null, claims: null, verdict: 'refused', findings: result.findings };
    });
    await client.query(
      `UPDATE import_row r SET entry = d.entry, claims = d.claims, verdict = d.verdict, findings = d.findings
       FROM jsonb_to_recordset($2) AS d (row integer, entry jsonb, claims text[], verdict text, findings jsonb)
       WHERE r.import = $1 AND r.row = d.row`,
      [id, JSON.stringify(read)],
    );
  }
}

/** Of rows that claim the same (a SKU, a barcode, a listing), all but the first are refused. */
async function refuseRepeated(client: PoolClient, id: string): Promise<void> {
  await client.query(
    `UPDATE import_row r SET verdict = 'refused', findings = d.findings
     FROM (
       SELECT row, jsonb_agg(jsonb_build_object('column', NULL, 'value', '', 'code', 'repeated',
           'reason', claim || ' stands in row ' || first || ' already')) AS findings
       FROM (
         SELECT i.row, c.claim, min(i.row) OVER (PARTITION BY c.claim) AS first
         FROM import_row i CROSS JOIN LATERAL unnest(i.claims) AS c (claim)
         WHERE i.import = $1 AND i.entry IS NOT NULL
       ) AS claimed
       WHERE row > first GROUP BY row
     ) AS d
     WHERE r.import = $1 AND r.row = d.row`,
    [id],
  );
}

async function judgeRows(
  client: PoolClient,
  { id, columns }: ImportView,
  kind: CatalogueKind,
  mapping: Mapping,
  rights: CatalogRights,
  ports: CatalogPorts,
): Promise<CatalogRefusal | null> {
  for await (const rows of batchesOf(client, id, 'verdict IS NULL')) {
    const input = inputOf(kind, rows);
    const state = await loadCatalog(client, input, ports);
    const fitting = planFitting(state, input, listOfImport[kind], rights, ports.checkConnector);
    if ('refusal' in fitting) return fitting.refusal;
    const judged = rows.map((staged, index): Judged => {
      const findings = fitting.refused.get(index);
      if (findings === undefined)
        return { row: staged.row, verdict: verdictOf(kind, staged, state, fitting), findings: null };
      return {
        row: staged.row,
        verdict: 'refused',
        findings: findings.map((finding) => rowFinding(finding, staged, columns, mapping)),
      };
    });
    await client.query(
      `UPDATE import_row r SET verdict = d.verdict, findings = d.findings
       FROM jsonb_to_recordset($2) AS d (row integer, verdict text, findings jsonb)
       WHERE r.import = $1 AND r.row = d.row`,
      [id, JSON.stringify(judged)],
    );
  }
  return null;
}

export function inputOf(kind: CatalogueKind, rows: readonly StagedRow[]): CatalogInput {
  const entries = rows.flatMap(({ entry }) => entry ?? []);
  return { ...catalogSchema.parse({}), [listOfImport[kind]]: entries };
}

function verdictOf(
  kind: CatalogueKind,
  { entry }: StagedRow,
  state: CatalogState,
  { plan }: Fitting,
): Verdict {
  const written = writtenKeys(kind, plan);
  const key = entryKey(kind, entry);
  if (!written.has(key)) return 'same';
  const known =
    kind === 'skus'
      ? state.skus.has(key)
      : kind === 'listings'
        ? state.listings.has(key)
        : state.safetyStock.has(key);
  return known ? 'changed' : 'new';
}

const keysOfPlan = new WeakMap<Fitting['plan'], Set<string>>();

function writtenKeys(kind: CatalogueKind, plan: Fitting['plan']): Set<string> {
  let keys = keysOfPlan.get(plan);
  if (keys === undefined) {
    keys = new Set(
      kind === 'skus'
        ? plan.skus.map((row) => row.sku)
        : kind === 'listings'
          ? plan.listings.map(listingKey)
          : plan.safetyStock.map(scopeKey),
    );
    keysOfPlan.set(plan, keys);
  }
  return keys;
}

function entryKey(kind: CatalogueKind, entry: Entry | null): string {
  const named: {
    sku?: string | undefined;
    channel?: string;
    location?: string | undefined;
    node?: string | undefined;
    category?: string | null | undefined;
  } = entry ?? {};
  if (kind === 'skus') return named.sku ?? '';
  if (kind === 'listings')
    return listingKey({ sku: named.sku ?? '', channel: named.channel ?? '', location: named.location ?? '' });
  return scopeKey({ sku: named.sku ?? '', node: named.node ?? '', category: named.category ?? '' });
}

function rowFinding(
  finding: Finding,
  staged: StagedRow,
  columns: readonly string[],
  mapping: Mapping,
): RowFinding {
  const field = finding.path.slice(2).find((part) => typeof part === 'string');
  const index = field === undefined ? undefined : mapping[field];
  return {
    column: index === undefined ? null : (columns[index] ?? null),
    value: index === undefined ? '' : (staged.cells[index] ?? ''),
    code: finding.code,
    reason: finding.detail,
  };
}

async function count(client: PoolClient, id: string): Promise<ImportCounts> {
  const { rows } = await client.query<{ verdict: Verdict; rows: string }>(
    'SELECT verdict, count(*) AS rows FROM import_row WHERE import = $1 GROUP BY verdict',
    [id],
  );
  const counts: ImportCounts = { new: 0, changed: 0, same: 0, refused: 0 };
  for (const row of rows) counts[row.verdict] = Number(row.rows);
  return counts;
}
