import type { Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import { screen_source } from '../events';
import { type EventRead, type EventRow, eventColumns, eventOf } from './recorded-event';

export interface HandEventsQuery {
  type?: string | undefined;
  sku?: string | undefined;
  node?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

export interface HandEvent extends EventRead {
  /** The name of the person, where it is known. */
  by: string;
}

/** What people entered on the screens, newest first. Throws `invalid_cursor`. */
export async function listHandEvents(pool: Pool, query: HandEventsQuery): Promise<Page<HandEvent>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  // As a literal: the planner then sees that the index of these events serves.
  const conditions = [`e.source = '${screen_source}'`];
  if (query.type !== undefined) conditions.push(`e.type = ${bind(query.type)}`);
  if (query.sku !== undefined) conditions.push(`e.sku = ${bind(query.sku)}`);
  if (query.node !== undefined)
    conditions.push(`EXISTS (SELECT 1 FROM posting p WHERE p.xid = e.xid AND p.sequence = e.sequence
      AND p.node = ${bind(query.node)})`);
  if (query.cursor !== undefined) {
    const [at, sequence] = decodeCursor(query.cursor, ['number', 'number']);
    conditions.push(`(e.recorded_at, e.sequence) < (${bind(new Date(at))}, ${bind(sequence)})`);
  }
  const { rows } = await pool.query<EventRow & { by: string | null }>(
    `SELECT ${eventColumns}, u.name AS by FROM inventory_event e
     LEFT JOIN "user" u ON e.actor = 'user:' || u.id
     WHERE ${conditions.join(' AND ')}
     ORDER BY e.recorded_at DESC, e.sequence DESC LIMIT ${bind(limit + 1)}`,
    values,
  );
  return pageOf(
    rows,
    limit,
    (row) => ({ ...eventOf(row), by: row.by ?? row.actor }),
    (row) => [row.recorded_at.getTime(), Number(row.sequence)],
  );
}
