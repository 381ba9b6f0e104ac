import type { Pool } from 'pg';
import { bucketOf } from '../bucket';

export interface EventRead {
  sequence: number;
  sku: string;
  source: string;
  id: string;
  type: string;
  quantity: number | null;
  occurredAt: string;
  recordedAt: string;
  actor: string;
  /** Its own fields. */
  content: Record<string, unknown>;
  refusal: string | null;
  detail: string | null;
  /** Where it moved stock. */
  nodes: string[];
  reversedBy: number | null;
}

export interface EventRow {
  sequence: string;
  sku: string;
  source: string;
  id: string;
  type: string;
  quantity: string | null;
  occurred_at: Date;
  recorded_at: Date;
  actor: string;
  content: string;
  refusal: string | null;
  detail: string | null;
  nodes: string[] | null;
  reversed_by: string | null;
}

/** For `inventory_event e`. */
export const eventColumns = `e.sequence, e.sku, e.source, e.id, e.type, e.quantity, e.occurred_at, e.recorded_at, e.actor,
  e.content, e.refusal, e.detail,
  (SELECT array_agg(p.node ORDER BY p.node) FROM posting p WHERE p.xid = e.xid AND p.sequence = e.sequence) AS nodes,
  (SELECT r.sequence FROM reversal r WHERE r.bucket = e.bucket AND r.sku = e.sku AND r.of_sequence = e.sequence) AS reversed_by`;

export function eventOf(row: EventRow): EventRead {
  return {
    sequence: Number(row.sequence),
    sku: row.sku,
    source: row.source,
    id: row.id,
    type: row.type,
    quantity: row.quantity === null ? null : Number(row.quantity),
    occurredAt: row.occurred_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    actor: row.actor,
    content: JSON.parse(row.content),
    refusal: row.refusal,
    detail: row.detail,
    nodes: row.nodes ?? [],
    reversedBy: row.reversed_by === null ? null : Number(row.reversed_by),
  };
}

/** One event of a SKU by its sequence, with where it moved stock; null where there is none. */
export async function readEvent(pool: Pool, sku: string, sequence: number): Promise<EventRead | null> {
  const { rows } = await pool.query<EventRow>(
    `SELECT ${eventColumns} FROM inventory_event e WHERE e.sequence = $1 AND e.sku = $2 AND e.bucket = $3`,
    [sequence, sku, bucketOf(sku)],
  );
  return rows[0] === undefined ? null : eventOf(rows[0]);
}
