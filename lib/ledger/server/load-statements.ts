import { liveMarkSql } from './cancellation-mark';
import type { Statement } from './exchange';

/** `(bucket, sku, …) = (k.…)` probes, one index descent per key, whatever the table's size. */
function probe(name: string, columns: string[], table: string, keys: string[], limit: string): Statement {
  const params = keys.map((key, index) => `$${index + 1}::${key === 'bucket' ? 'smallint' : 'text'}[]`);
  return {
    name,
    text: `SELECT t.*
      FROM unnest(${params.join(', ')}) AS k(${keys.join(', ')})
      CROSS JOIN LATERAL (
        SELECT ${columns.join(', ')} FROM ${table}
        WHERE ${keys.map((key) => `${table}.${key} = k.${key}`).join(' AND ')} ${limit}
      ) AS t`,
  };
}

const epochMs = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint AS ${column}_ms`;

const separator = "E'\\x1f'";
/** Columns as one text, cut apart again by `fieldsOf`: a fraction of what a driver spends on as many columns. */
const joined = (columns: readonly string[]) =>
  `concat_ws(${separator}, ${columns.map((column) => `coalesce((${column})::text, '')`).join(', ')})`;
const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint`;

const lineText = joined([
  'o.sku',
  'o.channel',
  'o.order_id',
  'o.line',
  'o.sequence',
  ms('o.placed_at'),
  'o.ordered_counted',
  'o.cancelled_counted',
  'o.shipped_counted',
  'o.returned_counted',
  'o.ordered_reported',
  'o.cancelled_reported',
  'o.shipped_reported',
  'o.returned_reported',
  'o.shipped_before',
  'o.cancelled_before',
  'o.claims',
  'o.waiting',
  'o.backordered',
]);

export const lockHeads: Statement = {
  name: 'lock_heads',
  text: `SELECT t.sku, t.backordered, t.reserved, t.stamp
    FROM unnest($1::smallint[], $2::text[]) AS k(bucket, sku)
    CROSS JOIN LATERAL (
      SELECT sku, backordered, reserved, stamp FROM ledger_head
      WHERE ledger_head.bucket = k.bucket AND ledger_head.sku = k.sku LIMIT 1 FOR NO KEY UPDATE
    ) AS t`,
};

const verdictText = joined([
  'e.source',
  'e.id',
  'e.sequence',
  'e.sku',
  "encode(e.hash, 'hex')",
  'e.refusal',
  'e.detail',
  'e.shortfall',
  'e.short_by',
  'e.there',
]);
const positionText = joined([
  'p.sku',
  'p.node',
  'p.available',
  'p.committed',
  'p.quality_control',
  'p.damaged',
  'p.incoming',
  'p.version',
  ms('p.counted_at'),
  ms('p.recorded_at'),
]);

/** The part of a read that finds rows by keys: one text per row, its kind in front. */
function found(
  kind: string,
  fields: string,
  table: string,
  keys: readonly string[],
  first: number,
  limit: string,
): string {
  const params = keys.map((key, index) => `$${first + index}::${key === 'bucket' ? 'smallint' : 'text'}[]`);
  return `SELECT '${kind}' || t.fields FROM unnest(${params.join(', ')}) AS k(${keys.join(', ')})
    CROSS JOIN LATERAL (
      SELECT ${fields} AS fields FROM ${table}
      WHERE ${keys.map((key) => `${table.split(' ').at(-1)}.${key} = k.${key}`).join(' AND ')} ${limit}
    ) AS t`;
}
const sku_key = ['bucket', 'sku'];
const line_key = ['bucket', 'sku', 'channel', 'order_id', 'line'];
const event_key = ['source', 'id'];

/** What a batch is decided on before it is written, without any lock: see `KnownState`. */
export const readAheadOf: Statement = {
  name: 'read_ahead',
  text: [
    found(
      'h',
      joined(['h.sku', 'h.stamp', 'h.backordered', 'h.reserved']),
      'ledger_head AS h',
      sku_key,
      1,
      'LIMIT 1',
    ),
    found('p', positionText, 'position AS p', sku_key, 3, ''),
    found('o', lineText, 'order_line AS o', line_key, 5, 'LIMIT 1'),
    found('e', verdictText, 'inventory_event AS e', event_key, 10, 'LIMIT 1'),
  ].join('\nUNION ALL\n'),
};

/** Numbers for events, beforehand. */
export const drawNumbers: Statement = {
  name: 'draw_numbers',
  text: `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
    (SELECT string_agg(nextval('inventory_event_sequence')::text, ',') FROM generate_series(1, $1::int))`,
};

/**
 * What nearly every batch looks at, in one statement: sequence numbers, clock and catalogue version; the first answers
 * to events that were sent before; positions; order lines. Sent after the locks, so that it sees all that was committed
 * before they were granted.
 */
export const readBatch: Statement = {
  name: 'read_batch',
  text: [
    `SELECT 'm' || ${joined([
      '(SELECT version FROM catalog_version)',
      ms('clock_timestamp()'),
      "(SELECT string_agg(nextval('inventory_event_sequence')::text, ',') FROM generate_series(1, $1::int))",
    ])}`,
    found('e', verdictText, 'inventory_event AS e', event_key, 2, 'LIMIT 1'),
    found('p', positionText, 'position AS p', ['bucket', 'sku', 'node'], 4, 'LIMIT 1'),
    found('o', lineText, 'order_line AS o', line_key, 7, 'LIMIT 1'),
  ].join('\nUNION ALL\n'),
};

/** Lines marked for cancellation are waiting for nothing: stock that arrives goes to others. */
const unmarked = `NOT EXISTS (SELECT 1 FROM cancellation_mark AS m WHERE ${liveMarkSql('m', 'o')})`;
export const backordersBySku: Statement = {
  name: 'probe_backorders',
  text: `SELECT t.fields FROM unnest($1::smallint[], $2::text[]) AS k(bucket, sku)
    CROSS JOIN LATERAL (
      SELECT ${lineText} AS fields FROM order_line AS o
      WHERE o.bucket = k.bucket AND o.sku = k.sku AND o.backordered > 0 AND ${unmarked}
    ) AS t`,
};
export const claimLinesByNode: Statement = {
  name: 'probe_claim_lines',
  text: `SELECT t.fields FROM unnest($1::smallint[], $2::text[], $3::text[]) AS k(bucket, sku, node)
    CROSS JOIN LATERAL (
      SELECT ${lineText} AS fields FROM order_line AS o
      WHERE o.bucket = k.bucket AND o.sku = k.sku AND o.claims ? k.node
    ) AS t`,
};

const reservationColumns = [
  'sku',
  'channel',
  'order_id',
  'line',
  'reservation',
  'quantity',
  'claims',
  'held',
  'converted',
  'released',
  epochMs('expires_at'),
];
const transferColumns = [
  'sku',
  'transfer',
  'line',
  'from_node',
  'to_node',
  'ready',
  'dispatched',
  'received',
  'damaged',
  'missing',
  'cancelled_ready',
  'cancelled_transit',
  'held',
  'in_transit',
];
export const reservationByKey = probe(
  'probe_reservations',
  reservationColumns,
  'reservation',
  ['bucket', 'sku', 'channel', 'order_id', 'line', 'reservation'],
  'LIMIT 1',
);
export const reservationByOrder = probe(
  'probe_order_reservations',
  reservationColumns,
  'reservation',
  ['bucket', 'sku', 'channel', 'order_id', 'line'],
  'AND held > 0',
);
export const reservationBySku = probe(
  'probe_sku_reservations',
  reservationColumns,
  'reservation',
  ['bucket', 'sku'],
  'AND held > 0',
);
export const transferByKey = probe(
  'probe_transfers',
  transferColumns,
  'transfer_line',
  ['bucket', 'sku', 'transfer', 'line'],
  'LIMIT 1',
);
export const transferBySku = probe(
  'probe_sku_transfers',
  transferColumns,
  'transfer_line',
  ['bucket', 'sku'],
  'AND held > 0',
);
export const countByKey: Statement = {
  name: 'probe_counts',
  text: `SELECT t.* FROM unnest($1::smallint[], $2::text[], $3::bigint[]) AS k(bucket, sku, sequence)
    CROSS JOIN LATERAL (
      SELECT sku, sequence, node, state, counted, ${epochMs('counted_at')}, session, variance, approved_sequence
      FROM stock_count AS c WHERE c.bucket = k.bucket AND c.sku = k.sku AND c.sequence = k.sequence LIMIT 1
    ) AS t`,
};
export const snapshotByKey: Statement = {
  name: 'probe_snapshots',
  text: `SELECT t.* FROM unnest($1::smallint[], $2::text[], $3::text[]) AS k(bucket, sku, node)
    CROSS JOIN LATERAL (
      SELECT sku, node, ${epochMs('taken_at')}, on_hand, sequence
      FROM node_snapshot AS s WHERE s.bucket = k.bucket AND s.sku = k.sku AND s.node = k.node LIMIT 1
    ) AS t`,
};
const eventColumns = `e.xid, e.sku, e.sequence, e.source, e.id, e.type, e.quantity, ${epochMs('e.occurred_at').replace('e.occurred_at_ms', 'occurred_at_ms')},
  e.content, e.refusal,
  EXISTS (SELECT 1 FROM reversal AS r WHERE r.bucket = e.bucket AND r.sku = e.sku AND r.of_sequence = e.sequence)`;
export const eventByKey: Statement = {
  name: 'event_by_source_id',
  text: `SELECT ${eventColumns} FROM inventory_event AS e WHERE e.source = $1 AND e.id = $2`,
};
export const eventBySequence: Statement = {
  name: 'event_by_sequence',
  text: `SELECT ${eventColumns} FROM inventory_event AS e WHERE e.sku = ANY($1::text[]) AND e.sequence = $2`,
};
export const postingsOfEvent: Statement = {
  name: 'postings_of_event',
  text: `SELECT p.node, coalesce(p.available_delta, 0), coalesce(p.committed_delta, 0), coalesce(p.quality_control_delta, 0),
      coalesce(p.damaged_delta, 0), coalesce(p.incoming_delta, 0), coalesce(p.supplier_delta, 0),
      coalesce(p.customer_delta, 0), coalesce(p.adjustment_delta, 0), coalesce(p.scrap_delta, 0)
    FROM inventory_event AS e JOIN posting AS p ON p.xid = e.xid AND p.sequence = e.sequence
    WHERE e.xid = $1 AND e.sequence = $2`,
};
export const trueBalance: Statement = {
  // All that is recorded so far less what happened after the instant. Rare (a count, a snapshot); reads what was
  // recorded for this position since then, as nothing that happened later can have been recorded 15 minutes earlier.
  name: 'true_balance',
  text: `SELECT coalesce(p.available, 0) - l.available, coalesce(p.committed, 0) - l.committed,
      coalesce(p.quality_control, 0) - l.quality_control, coalesce(p.damaged, 0) - l.damaged,
      coalesce(p.incoming, 0) - l.incoming
    FROM (
      SELECT coalesce(sum(available_delta), 0) AS available, coalesce(sum(committed_delta), 0) AS committed,
        coalesce(sum(quality_control_delta), 0) AS quality_control, coalesce(sum(damaged_delta), 0) AS damaged,
        coalesce(sum(incoming_delta), 0) AS incoming
      FROM posting
      WHERE bucket = $1 AND sku = $2 AND node = $3 AND occurred_at > $4::timestamptz
        AND recorded_at > $4::timestamptz - INTERVAL '16 minutes'
    ) AS l
    LEFT JOIN position AS p ON p.bucket = $1 AND p.sku = $2 AND p.node = $3`,
};
