import type { ClientBase, Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import { bucketOf } from '../bucket';
import { commitBoundsOf } from './commit-bounds';
import { type PostingItem, type PostingRow, postingColumns, postingItemOf } from './posting-item';

export interface PostingsQuery {
  sku?: string;
  node?: string;
  /** On the clock of the books (`recordedAt`), both inclusive. ISO 8601 or a Date. */
  from?: string | Date;
  to?: string | Date;
  type?: string;
  source?: string;
  channel?: string;
  order?: string;
  transfer?: string;
  /** Of the event. */
  id?: string;
  actor?: string;
  /** Any document: an order, transfer, reservation, purchase order or count session. */
  document?: string;
  cursor?: string;
  limit?: number;
}

type Queryable = ClientBase | Pool;

/**
 * What moved, newest first, with the balances after each movement. Of one SKU by recording time, of all in commit order
 * (which may differ by a transaction). Throws `invalid_cursor`.
 */
export async function listPostings(client: Queryable, query: PostingsQuery): Promise<Page<PostingItem>> {
  const limit = pageLimit(query.limit);
  if (query.sku !== undefined) return listOfSku(client, query, query.sku, limit);
  return listOfAll(client, query, limit);
}

/** Where an event names the document it belongs to. */
const documentNames = ['order', 'transfer', 'reservation', 'purchaseOrder', 'session', 'reference'] as const;

export class Statement {
  readonly values: unknown[] = [];
  bind(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

/** True for an event whose content names the document. The text is looked for first: that spares most a parse. */
function namesDocument(statement: Statement, document: string): string {
  const quoted = JSON.stringify(document).replace(/[\\%_]/g, '\\$&');
  const wanted = statement.bind(document);
  const fields = documentNames.map((name) => `e.content::jsonb ->> '${name}' = ${wanted}`).join(' OR ');
  return `e.content LIKE ${statement.bind(`%${quoted}%`)} AND (${fields})`;
}

/** The event of each posting: one probe of its primary key. OFFSET 0 keeps it a probe whatever is known of sizes. */
export function eventOf(statement: Statement, query: PostingsQuery): string {
  const conditions = ['e.xid = p.xid', 'e.sequence = p.sequence'];
  if (query.type !== undefined) conditions.push(`e.type = ${statement.bind(query.type)}`);
  if (query.source !== undefined) conditions.push(`e.source = ${statement.bind(query.source)}`);
  if (query.id !== undefined) conditions.push(`e.id = ${statement.bind(query.id)}`);
  if (query.actor !== undefined) conditions.push(`e.actor = ${statement.bind(query.actor)}`);
  if (query.document !== undefined) conditions.push(namesDocument(statement, query.document));
  for (const field of ['channel', 'order', 'transfer'] as const) {
    const wanted = query[field];
    if (wanted !== undefined) conditions.push(`e.content::jsonb ->> '${field}' = ${statement.bind(wanted)}`);
  }
  return `CROSS JOIN LATERAL (
    SELECT e.source, e.id, e.type, e.quantity, e.actor, e.content FROM inventory_event e
    WHERE ${conditions.join(' AND ')} OFFSET 0
  ) e`;
}

function filtersEvents(query: PostingsQuery): boolean {
  const { type, source, channel, order, transfer, id, actor, document } = query;
  return [type, source, channel, order, transfer, id, actor, document].some((wanted) => wanted !== undefined);
}

/** Walks the posting key of each of the SKU's nodes backwards, and merges. */
async function listOfSku(
  client: Queryable,
  query: PostingsQuery,
  sku: string,
  limit: number,
): Promise<Page<PostingItem>> {
  const statement = new Statement();
  const nodes = [
    `bucket = ${statement.bind(bucketOf(sku))}::smallint`,
    `sku = ${statement.bind(sku)}`,
    ...(query.node === undefined ? [] : [`node = ${statement.bind(query.node)}`]),
  ];
  const conditions = ['p.bucket = n.bucket', 'p.sku = n.sku', 'p.node = n.node'];
  if (query.from !== undefined)
    conditions.push(`p.recorded_at >= ${statement.bind(query.from)}::timestamptz`);
  if (query.to !== undefined) conditions.push(`p.recorded_at <= ${statement.bind(query.to)}::timestamptz`);
  if (query.cursor !== undefined) {
    const [recordedMs, sequence, node] = decodeCursor(query.cursor, ['number', 'number', 'string']);
    const at = `${statement.bind(new Date(recordedMs))}::timestamptz`;
    const after = `${statement.bind(sequence)}::bigint`;
    conditions.push(
      `(p.recorded_at, p.sequence) <= (${at}, ${after})`,
      `(p.recorded_at, p.sequence, p.node) < (${at}, ${after}, ${statement.bind(node)})`,
    );
  }
  const rows = statement.bind(limit + 1);
  const event = eventOf(statement, query);
  const key = `SELECT bucket, sku, node FROM position WHERE ${nodes.join(' AND ')}`;
  const probe = (columns: string, joined: string) =>
    `SELECT ${columns} FROM posting p ${joined} WHERE ${conditions.join(' AND ')}
     ORDER BY p.recorded_at DESC, p.sequence DESC LIMIT ${rows}`;
  const order = 'ORDER BY p.recorded_at DESC, p.sequence DESC, p.node DESC';
  // Where the event decides whether a posting belongs, each is asked; else only those on the page are.
  const sql = filtersEvents(query)
    ? `SELECT p.* FROM (${key}) n CROSS JOIN LATERAL (${probe(postingColumns, event)}) p ${order} LIMIT ${rows}`
    : `SELECT ${postingColumns} FROM (
         SELECT p.* FROM (${key}) n CROSS JOIN LATERAL (${probe('p.*', '')}) p ${order} LIMIT ${rows}
       ) p ${event} ${order}`;
  const { rows: found } = await client.query<PostingRow>(sql, statement.values);
  return pageOf(found, limit, postingItemOf, (row) => [
    row.recorded_at.getTime(),
    Number(row.sequence),
    row.node,
  ]);
}

/** Walks the commit order backwards; what belongs to one document is found by the SKUs of that document. */
async function listOfAll(client: Queryable, query: PostingsQuery, limit: number): Promise<Page<PostingItem>> {
  const statement = new Statement();
  const conditions: string[] = [];
  if (query.node !== undefined) conditions.push(`p.node = ${statement.bind(query.node)}`);
  if (query.from !== undefined)
    conditions.push(`p.recorded_at >= ${statement.bind(query.from)}::timestamptz`);
  if (query.to !== undefined) conditions.push(`p.recorded_at <= ${statement.bind(query.to)}::timestamptz`);
  if (query.cursor !== undefined) {
    const [xid, sequence, node] = decodeCursor(query.cursor, ['number', 'number', 'string']);
    const at = `${statement.bind(xid)}::bigint, ${statement.bind(sequence)}::bigint`;
    conditions.push(
      `(p.xid, p.sequence) <= (${at})`,
      `(p.xid, p.sequence, p.node) < (${at}, ${statement.bind(node)})`,
    );
  }
  const event = eventOf(statement, query);
  const document = documentKeys(statement, query);
  if (document === null) {
    const bounds = await commitBoundsOf(client, query.from, query.to);
    if (bounds.first !== null) conditions.push(`p.xid >= ${statement.bind(bounds.first)}`);
    if (bounds.last !== null) conditions.push(`p.xid <= ${statement.bind(bounds.last)}`);
  } else conditions.push(`(p.bucket, p.sku) IN (${document})`);
  const { rows } = await client.query<PostingRow>(
    `SELECT ${postingColumns} FROM posting p ${event}
     ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY p.xid DESC, p.sequence DESC, p.node DESC LIMIT ${statement.bind(limit + 1)}`,
    statement.values,
  );
  return pageOf(rows, limit, postingItemOf, (row) => [Number(row.xid), Number(row.sequence), row.node]);
}

/** The SKUs that a document names, as SQL; null where the query names no document. */
function documentKeys(statement: Statement, query: PostingsQuery): string | null {
  if (query.order !== undefined) {
    const channels =
      query.channel === undefined
        ? 'channel IN (SELECT channel FROM channel)'
        : `channel = ${statement.bind(query.channel)}`;
    return `SELECT bucket, sku FROM order_line WHERE ${channels} AND order_id = ${statement.bind(query.order)}`;
  }
  if (query.transfer !== undefined)
    return `SELECT bucket, sku FROM transfer_line WHERE transfer = ${statement.bind(query.transfer)}`;
  return null;
}
