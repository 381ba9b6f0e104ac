import type { Pool } from 'pg';
import { decodeCursor, encodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import { commitBoundsOf } from './commit-bounds';
import { eventOf, listPostings, type PostingsQuery, Statement } from './list-postings';
import { type PostingItem, type PostingRow, postingColumns, postingItemOf } from './posting-item';

/** Postings looked through at a time, and how long one page may go on looking. */
const window_postings_max = 10_000;
const search_ms_max = 100;
const sources_probed_max = 200;
const document_skus_max = 500;

export interface LedgerPage extends Page<PostingItem> {
  /** Where it stopped looking before the page was full: nothing newer than this was missed. ISO 8601. */
  searchedTo?: string;
}

/**
 * What moved, newest first, by any mix of filters. What an index answers (a SKU, an event id, a document that keeps rows
 * of its own) is found at once; for the rest the log is walked backwards in stretches, and a page that is not full after
 * 100 ms says how far it looked. Throws `invalid_cursor`.
 */
export async function searchLedger(pool: Pool, query: PostingsQuery): Promise<LedgerPage> {
  if (query.sku !== undefined) return listPostings(pool, query);
  if (query.id !== undefined) return listOfEvents(pool, query);
  if (query.document !== undefined) {
    const keys = await skusOfDocument(pool, query.document);
    if (keys.length > 0) return listOfSkus(pool, query, keys);
  }
  const { type, source, channel, actor, node, document } = query;
  const filtered = [type, source, channel, actor, node, document].some((wanted) => wanted !== undefined);
  return filtered ? walkBack(pool, query) : listPostings(pool, query);
}

type Key = [xid: number, sequence: number, node: string];
const keyShape = ['number', 'number', 'string'] as const;
const keyOf = (row: PostingRow): Key => [Number(row.xid), Number(row.sequence), row.node];

function timeConditions(statement: Statement, query: PostingsQuery): string[] {
  return [
    ...(query.node === undefined ? [] : [`p.node = ${statement.bind(query.node)}`]),
    ...(query.from === undefined ? [] : [`p.recorded_at >= ${statement.bind(query.from)}::timestamptz`]),
    ...(query.to === undefined ? [] : [`p.recorded_at <= ${statement.bind(query.to)}::timestamptz`]),
  ];
}

function before(statement: Statement, [xid, sequence, node]: Key): string[] {
  const at = `${statement.bind(xid)}::bigint, ${statement.bind(sequence)}::bigint`;
  return [`(p.xid, p.sequence) <= (${at})`, `(p.xid, p.sequence, p.node) < (${at}, ${statement.bind(node)})`];
}

const newestFirst = 'ORDER BY p.xid DESC, p.sequence DESC, p.node DESC';

/** An event id under any source: one probe of (source, id) per source there is. */
async function listOfEvents(pool: Pool, query: PostingsQuery): Promise<LedgerPage> {
  const limit = pageLimit(query.limit);
  const statement = new Statement();
  const id = statement.bind(query.id);
  const conditions = timeConditions(statement, query);
  if (query.cursor !== undefined) conditions.push(...before(statement, decodeCursor(query.cursor, keyShape)));
  const { rows } = await pool.query<PostingRow>(
    `WITH RECURSIVE sources (source) AS (
       (SELECT source FROM inventory_event ORDER BY source LIMIT 1)
       UNION ALL
       SELECT (SELECT n.source FROM inventory_event n WHERE n.source > s.source ORDER BY n.source LIMIT 1)
       FROM sources s WHERE s.source IS NOT NULL
     ),
     found AS MATERIALIZED (
       SELECT f.xid, f.sequence FROM (SELECT source FROM sources WHERE source IS NOT NULL LIMIT ${sources_probed_max}) s
       CROSS JOIN LATERAL (
         SELECT xid, sequence FROM inventory_event i WHERE i.source = s.source AND i.id = ${id} OFFSET 0
       ) f
     )
     SELECT ${postingColumns} FROM found JOIN posting p ON p.xid = found.xid AND p.sequence = found.sequence
     ${eventOf(statement, query)}
     ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ${newestFirst} LIMIT ${statement.bind(limit + 1)}`,
    statement.values,
  );
  return pageOf(rows, limit, postingItemOf, keyOf);
}

interface SkuKey {
  bucket: number;
  sku: string;
}

/** The SKUs of a document that keeps rows of its own. */
async function skusOfDocument(pool: Pool, document: string): Promise<SkuKey[]> {
  const { rows } = await pool.query<SkuKey>(
    `SELECT bucket, sku FROM order_line WHERE channel IN (SELECT channel FROM channel) AND order_id = $1
     UNION SELECT bucket, sku FROM transfer_line WHERE transfer = $1
     UNION SELECT bucket, sku FROM reservation WHERE reservation = $1
     LIMIT $2`,
    [document, document_skus_max],
  );
  return rows;
}

/** Everything of a few SKUs that fits: each SKU's nodes are walked by their own key. */
async function listOfSkus(pool: Pool, query: PostingsQuery, keys: readonly SkuKey[]): Promise<LedgerPage> {
  const limit = pageLimit(query.limit);
  const statement = new Statement();
  const buckets = statement.bind(keys.map(({ bucket }) => bucket));
  const skus = statement.bind(keys.map(({ sku }) => sku));
  const conditions = ['p.bucket = n.bucket', 'p.sku = n.sku', 'p.node = n.node'];
  conditions.push(...timeConditions(statement, query));
  if (query.cursor !== undefined) conditions.push(...before(statement, decodeCursor(query.cursor, keyShape)));
  const event = eventOf(statement, query);
  const { rows } = await pool.query<PostingRow>(
    `SELECT p.* FROM unnest(${buckets}::smallint[], ${skus}::text[]) AS k (bucket, sku)
     JOIN position n ON n.bucket = k.bucket AND n.sku = k.sku
     CROSS JOIN LATERAL (
       SELECT ${postingColumns} FROM posting p ${event} WHERE ${conditions.join(' AND ')} OFFSET 0
     ) p
     ${newestFirst} LIMIT ${statement.bind(limit + 1)}`,
    statement.values,
  );
  return pageOf(rows, limit, postingItemOf, keyOf);
}

/** Stretch by stretch back through the commit order, until the page is full, the log is through, or time is up. */
async function walkBack(pool: Pool, query: PostingsQuery): Promise<LedgerPage> {
  const limit = pageLimit(query.limit);
  const startedAt = performance.now();
  const bounds = await commitBoundsOf(pool, query.from, query.to);
  const found: PostingRow[] = [];
  let from: Key | null = query.cursor === undefined ? null : decodeCursor(query.cursor, keyShape);
  for (;;) {
    const end = await endOfStretch(pool, from, bounds);
    found.push(...(await readStretch(pool, query, bounds, from, end, limit + 1 - found.length)));
    if (found.length > limit || end === null) return pageOf(found, limit, postingItemOf, keyOf);
    from = [end.xid, end.sequence, ''];
    if (performance.now() - startedAt > search_ms_max)
      return {
        items: found.map(postingItemOf),
        next: encodeCursor(from),
        searchedTo: end.recordedAt.toISOString(),
      };
  }
}

interface StretchEnd {
  xid: number;
  sequence: number;
  recordedAt: Date;
}
type Bounds = Awaited<ReturnType<typeof commitBoundsOf>>;

function stretchConditions(statement: Statement, bounds: Bounds, from: Key | null): string[] {
  return [
    ...(from === null ? [] : before(statement, from)),
    ...(bounds.first === null ? [] : [`p.xid >= ${statement.bind(bounds.first)}`]),
    ...(bounds.last === null ? [] : [`p.xid <= ${statement.bind(bounds.last)}`]),
  ];
}

/** The last posting of the stretch that begins at `from`; null where the log ends within it. */
async function endOfStretch(pool: Pool, from: Key | null, bounds: Bounds): Promise<StretchEnd | null> {
  const statement = new Statement();
  const conditions = stretchConditions(statement, bounds, from);
  const { rows } = await pool.query<{ xid: string; sequence: string; recorded_at: Date }>(
    `SELECT p.xid, p.sequence, p.recorded_at FROM posting p
     ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY p.xid DESC, p.sequence DESC OFFSET ${window_postings_max - 1} LIMIT 1`,
    statement.values,
  );
  const row = rows[0];
  return row === undefined
    ? null
    : { xid: Number(row.xid), sequence: Number(row.sequence), recordedAt: row.recorded_at };
}

async function readStretch(
  pool: Pool,
  query: PostingsQuery,
  bounds: Bounds,
  from: Key | null,
  end: StretchEnd | null,
  rowsMax: number,
): Promise<PostingRow[]> {
  const statement = new Statement();
  const conditions = [...stretchConditions(statement, bounds, from), ...timeConditions(statement, query)];
  if (end !== null)
    conditions.push(
      `(p.xid, p.sequence) >= (${statement.bind(end.xid)}::bigint, ${statement.bind(end.sequence)}::bigint)`,
    );
  const { rows } = await pool.query<PostingRow>(
    `SELECT ${postingColumns} FROM posting p ${eventOf(statement, query)}
     ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ${newestFirst} LIMIT ${statement.bind(rowsMax)}`,
    statement.values,
  );
  return rows;
}
