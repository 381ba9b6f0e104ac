import type { ClientBase, Pool } from 'pg';
import { decodeCursor, encodeCursor, type Page, pageLimit } from '@/lib/shared/page-cursor';

/** An expression that is never null, and how a cursor's text becomes its value again. */
export interface KeysetColumn {
  sql: string;
  type: 'text' | 'float8' | 'bigint' | 'timestamptz';
  /** A join that only sorting by it needs; `late` has it as well. */
  join?: string;
}

/** A list in an order of its rows: by one column, then by the key. Expressions are never null. */
export interface KeysetList<Sort extends string> {
  /** FROM with the joins that conditions and sorts need. */
  from: string;
  /** Joins that only the columns need: made for the rows of the page, not for all that match. */
  late?: string;
  columns: string;
  /** What can be sorted by. */
  sorts: Record<Sort, KeysetColumn>;
  /** What names a row. */
  key: readonly KeysetColumn[];
}

export interface KeysetQuery<Sort extends string> {
  sort: Sort;
  direction: 'ascending' | 'descending';
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** Gathers conditions with their values; `bind` gives the placeholder. */
export class Conditions {
  readonly values: unknown[] = [];
  readonly parts: string[] = [];

  bind(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  add(condition: string): void {
    this.parts.push(condition);
  }

  get where(): string {
    return this.parts.length === 0 ? '' : `WHERE ${this.parts.join(' AND ')}`;
  }
}

/** A text as a pattern that finds it anywhere, taken literally. */
export function containing(search: string): string {
  return `%${search.trim().replace(/[\\%_]/g, '\\$&')}%`;
}

/** A page in the asked order. Throws `invalid_cursor`. */
export async function readKeyset<Row extends object, Item, Sort extends string>(
  db: Pool | ClientBase,
  list: KeysetList<Sort>,
  conditions: Conditions,
  query: KeysetQuery<Sort>,
  toItem: (row: Row) => Item,
): Promise<Page<Item>> {
  const limit = pageLimit(query.limit);
  const order_by = [list.sorts[query.sort], ...list.key];
  const [beyond, order] = query.direction === 'ascending' ? ['>', 'ASC'] : ['<', 'DESC'];
  const page = Object.assign(new Conditions(), {
    values: [...conditions.values],
    parts: [...conditions.parts],
  });
  if (query.cursor !== undefined) {
    const parts = decodeCursor(
      query.cursor,
      order_by.map(() => 'string' as const),
    );
    const bound = order_by.map(({ type }, index) => {
      const part = parts[index] ?? '';
      if (!fits(part, type)) throw notOurs();
      return `${page.bind(part)}::${type}`;
    });
    page.add(`(${order_by.map(({ sql }) => sql).join(', ')}) ${beyond} (${bound.join(', ')})`);
  }
  const keys = order_by.map(({ sql }, index) => `(${sql})::text AS key_${index}`).join(', ');
  const ordered = `ORDER BY ${order_by.map(({ sql }) => `${sql} ${order}`).join(', ')}`;
  const chosen = list.key.map(({ sql }, index) => `${sql} AS chosen_${index}`).join(', ');
  const isChosen = list.key.map(({ sql }, index) => `${sql} = page.chosen_${index}`).join(' AND ');
  const { rows } = await db.query<Row & Record<`key_${number}`, string>>(
    `WITH page AS MATERIALIZED (
       SELECT ${chosen} FROM ${list.from} ${list.sorts[query.sort].join ?? ''} ${page.where} ${ordered} LIMIT ${page.bind(limit + 1)})
     SELECT ${list.columns}, ${keys} FROM page, ${list.from} ${list.late ?? list.sorts[query.sort].join ?? ''} WHERE ${isChosen} ${ordered}`,
    page.values,
  );
  const given = rows.slice(0, limit);
  const last = given.at(-1);
  const cursor =
    rows.length > limit && last !== undefined
      ? encodeCursor(order_by.map((_, index) => String(last[`key_${index}`])))
      : undefined;
  return {
    items: given.map(toItem),
    ...(cursor === undefined ? {} : { next: cursor }),
  };
}

/** How many rows match, counted no further than `max` + 1. */
export async function countRows(
  db: Pool | ClientBase,
  from: string,
  conditions: Conditions,
  max: number,
): Promise<number> {
  const { rows } = await db.query<{ rows: string }>(
    `SELECT count(*) AS rows FROM (SELECT 1 FROM ${from} ${conditions.where} LIMIT ${conditions.bind(max + 1)}) AS m`,
    conditions.values,
  );
  return Number(rows[0]?.rows ?? 0);
}

/** What Postgres would not read back is not sent to it. */
function fits(part: string, type: KeysetColumn['type']): boolean {
  if (type === 'float8') return part !== '' && Number.isFinite(Number(part));
  if (type === 'bigint') return /^-?\d{1,18}$/.test(part);
  return type === 'text' || !Number.isNaN(Date.parse(part));
}

function notOurs(): Error {
  return Object.assign(new Error('The cursor is not one that was given out.'), { code: 'invalid_cursor' });
}
