import { bucketOf } from '../bucket';
import type { DecidedEvent } from '../decide';
import { eventDigest } from '../digest';
import { no_units, type OrderLine, unitsText } from '../order-line';
import type { Posting } from '../state';
import type { Balances } from '../states';
import type { Statement } from './exchange';
import type { RowWriter } from './row-writer';

/** How rows of a table are given to COPY: the columns, and a row's values in their order. */
export interface CopyShape<Row> {
  table: string;
  columns: readonly string[];
  statement: Statement;
  /** `recordedAtMs` (since 1970) is the same for all rows of a batch. */
  write(writer: RowWriter, row: Row, recordedAtMs: number): void;
}

/** `xid` is not among the columns: its default is the writing transaction. */
function shapeOf<Row>(
  table: string,
  columns: readonly string[],
  write: CopyShape<Row>['write'],
): CopyShape<Row> {
  const text = `COPY ${table} (${columns.join(', ')}) FROM STDIN (FORMAT binary)`;
  return { table, columns, statement: { name: `copy_${table}`, text }, write };
}

const eventColumns = [
  'bucket',
  'sku',
  'sequence',
  'source',
  'id',
  'type',
  'quantity',
  'occurred_at',
  'recorded_at',
  'actor',
  'content',
  'hash',
  'digest',
  'refusal',
  'detail',
  'shortfall',
  'short_by',
  'there',
];

export const copyEvents = shapeOf<DecidedEvent>(
  'inventory_event',
  eventColumns,
  (writer, row, recordedAtMs) => {
    const { submitted, sequence, refusal, shortfall } = row;
    const { event, actor, content, hash, occurredAtMs } = submitted;
    writer.int2(bucketOf(event.sku));
    writer.text(event.sku);
    writer.int8(sequence);
    writer.text(event.source);
    writer.text(event.id);
    writer.text(event.type);
    writer.int8OrNull('quantity' in event ? event.quantity : null);
    writer.instant(occurredAtMs);
    writer.instant(recordedAtMs);
    writer.text(actor);
    writer.text(content);
    writer.hex(hash);
    writer.hex(digestOf(row));
    writer.textOrNull(refusal?.code ?? null);
    writer.textOrNull(refusal?.detail ?? null);
    writer.int8OrNull(shortfall === 0 ? null : shortfall);
    writer.int8OrNull(refusal?.shortBy ?? null);
    writer.int8OrNull(refusal?.available ?? null);
  },
);

function digestOf({ submitted, sequence, recordedAt, refusal, shortfall, postings }: DecidedEvent): string {
  const verdict = {
    sequence,
    recordedAt,
    actor: submitted.actor,
    refusal: refusal?.code ?? null,
    detail: refusal?.detail ?? null,
    shortfall: shortfall === 0 ? null : shortfall,
  };
  return eventDigest(submitted.hash, verdict, postings);
}

const postingColumns = [
  'bucket',
  'sku',
  'node',
  'recorded_at',
  'sequence',
  'occurred_at',
  'version',
  'available_delta',
  'committed_delta',
  'quality_control_delta',
  'damaged_delta',
  'incoming_delta',
  'supplier_delta',
  'customer_delta',
  'adjustment_delta',
  'scrap_delta',
  'available',
  'committed',
  'quality_control',
  'damaged',
  'incoming',
];

export const copyPostings = shapeOf<Posting>('posting', postingColumns, (writer, row, recordedAtMs) => {
  const { sku, node, sequence, version, occurredAt, deltas, outside, balances } = row;
  writer.int2(bucketOf(sku));
  writer.text(sku);
  writer.text(node);
  writer.instant(recordedAtMs);
  writer.int8(sequence);
  writer.instant(Date.parse(occurredAt));
  writer.int8(version);
  deltaColumns(writer, deltas);
  delta(writer, outside.supplier);
  delta(writer, outside.customer);
  delta(writer, outside.adjustment);
  delta(writer, outside.scrap);
  writer.int8(balances.available);
  writer.int8(balances.committed);
  writer.int8(balances.quality_control);
  writer.int8(balances.damaged);
  writer.int8(balances.incoming);
});

function deltaColumns(writer: RowWriter, deltas: Balances): void {
  delta(writer, deltas.available);
  delta(writer, deltas.committed);
  delta(writer, deltas.quality_control);
  delta(writer, deltas.damaged);
  delta(writer, deltas.incoming);
}

/** A delta of nothing is stored as NULL: a bit instead of eight bytes. */
function delta(writer: RowWriter, units: number): void {
  if (units === 0) writer.null();
  else writer.int8(units);
}

const orderLineColumns = [
  'bucket',
  'sku',
  'channel',
  'order_id',
  'line',
  'sequence',
  'placed_at',
  'ordered_counted',
  'cancelled_counted',
  'shipped_counted',
  'returned_counted',
  'ordered_reported',
  'cancelled_reported',
  'shipped_reported',
  'returned_reported',
  'shipped_before',
  'cancelled_before',
  'claims',
  'waiting',
  'backordered',
];

/** Order lines that are new. */
export const copyOrderLines = shapeOf<OrderLine>('order_line', orderLineColumns, (writer, row) => {
  const { counted, reported } = row;
  writer.int2(bucketOf(row.sku));
  writer.text(row.sku);
  writer.text(row.channel);
  writer.text(row.order);
  writer.text(row.line);
  writer.int8(row.sequence);
  writer.instant(row.placedAt);
  writer.int8(counted.ordered);
  writer.int8(counted.cancelled);
  writer.int8(counted.shipped);
  writer.int8(counted.returned);
  writer.int8OrNull(reported?.ordered ?? null);
  writer.int8OrNull(reported?.cancelled ?? null);
  writer.int8OrNull(reported?.shipped ?? null);
  writer.int8OrNull(reported?.returned ?? null);
  writer.int8(row.shippedBefore);
  writer.int8(row.cancelledBefore);
  writer.jsonb(unitsText(row.claims));
  const waiting = unitsText(row.waiting);
  if (waiting === no_units) writer.null();
  else writer.jsonb(waiting);
  writer.int8(row.backordered);
});
