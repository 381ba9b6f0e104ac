import type { PoolClient } from 'pg';
import { importFields, type Mapping } from '../fields';
import type { ImportView } from '../import-view';
import { nodesOf, type PostedEntry, postedShapes, textOf } from '../posted-entries';
import { type RowFinding, readRow } from '../read-row';
import type { NumberFormat, PostedKind } from '../settings';
import type { ExamineImport } from './examine-import';
import { readImport } from './read-import';

const rows_batch = 5_000;
/** Codes that were looked up and found are not looked up again, up to so many. */
const known_codes_max = 100_000;

export type PostedImport = Omit<ImportView, 'kind'> & { kind: PostedKind };

export interface PostedRow {
  row: number;
  entry: PostedEntry;
}

interface Refusal {
  row: number;
  findings: RowFinding[];
}

/**
 * The dry run of a file that is posted. Only what is refused is written down: of half a million good rows none is touched
 * a second time. They are read again, the same way, when they are posted.
 */
export async function examinePosted(
  client: PoolClient,
  staged: PostedImport,
  { mapping, numbers }: { mapping: Mapping; numbers: NumberFormat },
  nodes: readonly string[] | undefined,
): Promise<ExamineImport> {
  const { id, kind, columns } = staged;
  await client.query(
    'UPDATE import_row SET verdict = NULL, findings = NULL WHERE import = $1 AND verdict IS NOT NULL',
    [id],
  );
  const isKnown = knownNames(client);
  const column = (field: string) => columns[mapping[field] ?? -1] ?? null;
  const heads = new Map<string, { row: number; entry: PostedEntry }>();
  for await (const rows of stagedRows(client, id, 0)) {
    const refused: Refusal[] = [];
    const good: PostedRow[] = [];
    for (const { row, cells } of rows) {
      const read = readRow(kind, cells, columns, mapping, numbers);
      if (read.ok) good.push({ row, entry: read.entry as PostedEntry });
      else refused.push({ row, findings: read.findings });
    }
    const unknown = await isKnown(kind, good);
    for (const { row, entry } of good) {
      const findings = [
        ...unknown(entry).map(({ field, value }) => ({
          column: column(field),
          value,
          code: 'unknown_name',
          reason: 'is not in the catalogue',
        })),
        ...nodesOf(kind, entry)
          .filter((node) => nodes !== undefined && !nodes.includes(node))
          .map((node) => ({
            column: null,
            value: node,
            code: 'outside_limits',
            reason: 'lies outside the nodes you work at',
          })),
        ...differingHead(kind, heads, row, entry),
      ];
      if (findings.length > 0) refused.push({ row, findings });
    }
    await refuse(client, id, refused);
  }
  await refuseRepeated(client, id, kind, mapping);
  await refuseKnownDocuments(client, id, kind, heads, mapping);
  await client.query(
    `UPDATE import SET status = 'examined', examined_at = now(),
       outcome = jsonb_build_object('counts', jsonb_build_object('new', rows - r.refused, 'changed', 0, 'same', 0, 'refused', r.refused))
     FROM (SELECT count(*)::integer AS refused FROM import_row WHERE import = $1 AND verdict = 'refused') r WHERE import = $1`,
    [id],
  );
  const examined = await readImport(client, id);
  if (examined === null) return { ok: false, code: 'not_found', detail: 'There is no such import.' };
  return { ok: true, import: examined };
}

/** The staged rows behind `after` that nothing stands against, a stretch at a time. */
export async function* stagedRows(
  client: PoolClient,
  id: string,
  after: number,
  limit = rows_batch,
): AsyncGenerator<{ row: number; cells: string[] }[]> {
  let last = after;
  for (;;) {
    const { rows } = await client.query<{ row: number; cells: string[] }>({
      name: 'import_rows',
      text: `SELECT row, cells FROM import_row WHERE import = $1 AND row > $2 AND verdict IS NULL ORDER BY row LIMIT $3`,
      values: [id, last, limit],
    });
    const end = rows.at(-1);
    if (end === undefined) return;
    yield rows;
    last = end.row;
  }
}

export async function refuse(client: PoolClient, id: string, refused: readonly Refusal[]): Promise<void> {
  if (refused.length === 0) return;
  await client.query(
    `UPDATE import_row r SET verdict = 'refused', findings = d.findings
     FROM jsonb_to_recordset($2) AS d (row integer, findings jsonb) WHERE r.import = $1 AND r.row = d.row`,
    [id, JSON.stringify(refused)],
  );
}

/** Names that the catalogue does not have, asked for a stretch of rows at a time. */
function knownNames(client: PoolClient) {
  const known = { sku: new Set<string>(), node: new Set<string>(), channel: new Set<string>() };
  const sql = {
    sku: 'SELECT sku AS name FROM sku WHERE sku = ANY($1)',
    node: 'SELECT node AS name FROM stock_node WHERE node = ANY($1)',
    channel: 'SELECT channel AS name FROM channel WHERE channel = ANY($1)',
  };
  async function ask(what: keyof typeof known, names: Iterable<string>): Promise<void> {
    // Let go of before it is looked into, so that every name of these rows is there afterwards.
    if (known[what].size > known_codes_max) known[what].clear();
    const wanted = [...new Set(names)].filter((name) => !known[what].has(name));
    if (wanted.length === 0) return;
    const { rows } = await client.query<{ name: string }>(sql[what], [wanted]);
    for (const { name } of rows) known[what].add(name);
  }
  return async (kind: PostedKind, rows: readonly PostedRow[]) => {
    const { nodes, channel } = postedShapes[kind];
    await ask(
      'sku',
      rows.map(({ entry }) => entry.sku),
    );
    await ask(
      'node',
      rows.flatMap(({ entry }) => nodesOf(kind, entry)),
    );
    if (channel !== undefined)
      await ask(
        'channel',
        rows.flatMap(({ entry }) => textOf(entry, channel) ?? []),
      );
    return (entry: PostedEntry) => [
      ...(known.sku.has(entry.sku) ? [] : [{ field: 'sku', value: entry.sku }]),
      ...nodes.flatMap((field) => {
        const value = textOf(entry, field);
        return value === undefined || known.node.has(value) ? [] : [{ field, value }];
      }),
      ...(channel === undefined || known.channel.has(textOf(entry, channel) ?? '')
        ? []
        : [{ field: channel, value: textOf(entry, channel) ?? '' }]),
    ];
  };
}

/** All rows of a document say the same of it as its first. */
function differingHead(
  kind: PostedKind,
  heads: Map<string, { row: number; entry: PostedEntry }>,
  row: number,
  entry: PostedEntry,
): RowFinding[] {
  const { document, head = [] } = postedShapes[kind];
  if (document === undefined) return [];
  const name = textOf(entry, document) ?? '';
  const first = heads.get(name);
  if (first === undefined) {
    heads.set(name, { row, entry });
    return [];
  }
  return head
    .filter((field) => textOf(entry, field) !== textOf(first.entry, field))
    .map((field) => ({
      column: importFields[kind].find((each) => each.name === field)?.label ?? field,
      value: textOf(entry, field) ?? '',
      code: 'differs',
      reason: `differs from row ${first.row}, which is of ${name} too`,
    }));
}

/** Of rows that stand for the same, all but the first are refused. */
async function refuseRepeated(
  client: PoolClient,
  id: string,
  kind: PostedKind,
  mapping: Mapping,
): Promise<void> {
  const { key } = postedShapes[kind];
  const cells = key.map((field) => `btrim(cells[${Number(mapping[field]) + 1}])`).join(', ');
  await client.query(
    `UPDATE import_row r SET verdict = 'refused', findings = jsonb_build_array(jsonb_build_object(
       'column', NULL, 'value', '', 'code', 'repeated', 'reason', 'The same stands in row ' || d.first || ' already'))
     FROM (
       SELECT row, first FROM (
         SELECT row, min(row) OVER (PARTITION BY ${cells}) AS first FROM import_row WHERE import = $1 AND verdict IS NULL
       ) w WHERE row > first
     ) d WHERE r.import = $1 AND r.row = d.row`,
    [id],
  );
}

const documentTables: Partial<Record<PostedKind, { table: string; key: string }>> = {
  transfers: { table: 'transfer_document', key: 'transfer' },
  purchase_orders: { table: 'purchase_order', key: 'purchase_order' },
  promotions: { table: 'promotion', key: 'promotion' },
};

/** A document that is there already is not written over. */
async function refuseKnownDocuments(
  client: PoolClient,
  id: string,
  kind: PostedKind,
  heads: ReadonlyMap<string, unknown>,
  mapping: Mapping,
): Promise<void> {
  const table = documentTables[kind];
  const { document } = postedShapes[kind];
  if (table === undefined || document === undefined) return;
  await client.query(
    `UPDATE import_row SET verdict = 'refused', findings = jsonb_build_array(jsonb_build_object(
       'column', NULL, 'value', btrim(cells[$3::integer]), 'code', 'number_in_use', 'reason', 'is there already: nothing is written over'))
     WHERE import = $1 AND verdict IS NULL
       AND btrim(cells[$3::integer]) IN (SELECT ${table.key} FROM ${table.table} WHERE ${table.key} = ANY($2))`,
    [id, [...heads.keys()], Number(mapping[document]) + 1],
  );
}
