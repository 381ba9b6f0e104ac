import { bucketOf, compareSkuKeys } from '../bucket';
import type { Decision } from '../decide';
import type { LedgerHead, LedgerState } from '../state';
import { type CopyShape, copyEvents, copyOrderLines, copyPostings } from './copy-rows';
import type { CopyWriter } from './copy-writer';
import type { Exchange, Row, Statement, Value } from './exchange';
import { persistOne } from './persist-one';
import {
  countKeys,
  countShape,
  discrepancyShape,
  incidentShape,
  orderLineKeys,
  orderLineShape,
  positionKeys,
  positionShape,
  reservationKeys,
  reservationShape,
  resolutionShape,
  reversalShape,
  transferKeys,
  transferShape,
} from './persist-shapes';
import { ArrayWriter } from './pg-binary';
import { insertion, type RowShape, statementOf, updating, upsertion, valuesOf } from './row-shape';

export interface WriteContext {
  recordedAtMs: number;
}

/** What a batch was decided on. */
export interface Footing {
  /** The stamp that each SKU of the batch must still have. */
  stamps: ReadonlyMap<string, number>;
  /** The stamp that it leaves there. */
  stamp: number;
  catalogVersion: number;
  /** The commit need not wait for the disk: somebody makes it durable before anybody hears of it. */
  flushedLater: boolean;
}

/**
 * Locks the heads of a batch in key order and stamps them, and refuses the whole batch where one of them is not what
 * it was decided on. Draws numbers for a later batch on the way. Returns one row: the clock (ms), the numbers, and
 * whether the commit waits for the disk.
 */
const moveHeads: Statement = {
  name: 'move_heads',
  text: `WITH moved AS (
      UPDATE ledger_head AS h SET stamp = $4, backordered = k.backordered, reserved = k.reserved
      FROM unnest($1::smallint[], $2::text[], $3::bigint[], $7::bigint[], $8::bigint[])
        AS k(bucket, sku, stamp, backordered, reserved)
      WHERE h.bucket = k.bucket AND h.sku = k.sku AND h.stamp = k.stamp
      RETURNING 1
    )
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
      (SELECT string_agg(nextval('inventory_event_sequence')::text, ',') FROM generate_series(1, $6::int)),
      CASE WHEN $9::boolean THEN set_config('synchronous_commit', 'off', true) END
    WHERE CASE WHEN (SELECT count(*) FROM moved) = cardinality($2::text[])
        AND (SELECT version FROM catalog_version) = $5 THEN true
      ELSE refuse_stale_batch() END`,
};

const updatePositions = statementOf('update_positions', updating(positionShape, positionKeys));
const updateOrderLines = statementOf('update_order_lines', updating(orderLineShape, orderLineKeys));
const insertPositions = statementOf('insert_positions', insertion(positionShape));
const upsertReservations = statementOf('write_reservations', upsertion(reservationShape, reservationKeys));
const upsertTransfers = statementOf('write_transfers', upsertion(transferShape, transferKeys));
const upsertCounts = statementOf('write_counts', upsertion(countShape, countKeys));
const insertIncidents = statementOf('write_incidents', insertion(incidentShape));
const insertDiscrepancies = statementOf('write_discrepancies', insertion(discrepancyShape));
const insertReversals = statementOf('write_reversals', insertion(reversalShape));
const resolveDiscrepancies: Statement = {
  name: 'resolve_discrepancies',
  text: `UPDATE discrepancy AS t SET resolved_at = $5::timestamptz, resolved_sequence = u.sequence
    FROM (
      SELECT k.*, (m.cells)[(k.n - 1) * 3 + 1] AS bucket, (m.cells)[(k.n - 1) * 3 + 2] AS sequence,
        (m.cells)[(k.n - 1) * 3 + 3] AS until_ms
      FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS k(sku, node, document, n),
        (SELECT $4::bigint[] AS cells) AS m
    ) AS u
    WHERE t.bucket = u.bucket::smallint AND t.sku = u.sku AND t.node = u.node
      AND t.resolved_at IS NULL AND t.sequence < u.sequence
      AND CASE WHEN u.until_ms < 0 THEN t.document = u.document AND t.kind = 'over_receipt'
        ELSE t.occurred_at <= to_timestamp(u.until_ms::float8 / 1000) END`,
};

/** The writers of the three tables that COPY fills; kept from batch to batch for their memory. */
export interface BatchBuffers {
  events: CopyWriter;
  postings: CopyWriter;
  orderLines: CopyWriter;
}

/**
 * Writes a decision made on `state`. Every statement is sent before the first is answered; returns the answer of the
 * first, and what all of them promise. `numbers`: how many to draw for a later batch.
 */
export function persistDecision(
  exchange: Pick<Exchange, 'send' | 'copy'>,
  state: Pick<LedgerState, 'positions' | 'orderLines' | 'heads'>,
  decision: Decision,
  footing: Footing,
  { recordedAtMs }: WriteContext,
  buffers: BatchBuffers,
  numbers: number,
): { moved: Promise<Row[]>; sent: Promise<unknown>[] } {
  const one = persistOne(exchange, state, decision, footing, recordedAtMs, numbers);
  if (one !== null) return { moved: one, sent: [one] };
  const recordedAt = new Date(recordedAtMs).toISOString();
  const moved = exchange.send(moveHeads, headValues(state, decision, footing, numbers));
  const sent: Promise<unknown>[] = [moved];
  const send = <Row>(
    statement: Statement,
    shape: RowShape<Row>,
    rows: readonly Row[],
    constants: Value[] = [],
  ) => {
    if (rows.length > 0) sent.push(exchange.send(statement, valuesOf(shape, rows, constants)));
  };
  const write = <Row>(shape: CopyShape<Row>, writer: CopyWriter, row: Row) => {
    writer.row(shape.columns.length);
    shape.write(writer, row, recordedAtMs);
  };
  const copy = <Row>(shape: CopyShape<Row>, writer: CopyWriter) => {
    if (writer.rows > 0) sent.push(exchange.copy(shape.statement, writer.finish()));
  };
  const { recorded } = decision;
  const { events, postings, orderLines } = buffers;
  for (const writer of [events, postings, orderLines]) writer.begin();
  for (const one of recorded) {
    write(copyEvents, events, one);
    for (const posting of one.postings) write(copyPostings, postings, posting);
  }
  copy(copyEvents, events);
  copy(copyPostings, postings);
  // What is new is inserted and what is there updated: the stamp says that it is as it was read.
  const positions = split(decision.positions, state.positions);
  send(updatePositions, positionShape, positions.known, [recordedAt]);
  const lines = split(decision.orderLines, state.orderLines);
  for (const line of lines.fresh) write(copyOrderLines, orderLines, line);
  copy(copyOrderLines, orderLines);
  send(updateOrderLines, orderLineShape, lines.known);
  send(insertPositions, positionShape, positions.fresh, [recordedAt]);
  send(upsertReservations, reservationShape, decision.reservations, [recordedAt]);
  send(upsertTransfers, transferShape, decision.transfers, [recordedAt]);
  send(upsertCounts, countShape, decision.counts);
  send(insertIncidents, incidentShape, decision.incidents, [recordedAt]);
  send(insertDiscrepancies, discrepancyShape, decision.discrepancies, [recordedAt]);
  send(
    insertReversals,
    reversalShape,
    recorded.flatMap(({ submitted, sequence, reverses }) =>
      reverses === null ? [] : [{ sku: submitted.event.sku, of: reverses, sequence }],
    ),
  );
  send(resolveDiscrepancies, resolutionShape, decision.resolutions, [recordedAt]);
  return { moved, sent };
}

/** All heads of the batch, also those of SKUs that only a refusal was about: it rests on their state as well. */
function headValues(
  state: Pick<LedgerState, 'heads'>,
  decision: Decision,
  { stamps, stamp, catalogVersion, flushedLater }: Footing,
  numbers: number,
): Value[] {
  const changed = new Map(decision.heads.map((head) => [head.sku, head]));
  const heads: (LedgerHead & { bucket: number; stamp: number })[] = [];
  for (const [sku, expected] of stamps) {
    const head = changed.get(sku) ?? state.heads.get(sku);
    if (head) heads.push({ ...head, bucket: bucketOf(sku), stamp: expected });
  }
  heads.sort(compareSkuKeys);
  const writer = new ArrayWriter();
  writer.smallNumbers(heads.map((head) => head.bucket));
  writer.texts(heads, (head) => head.sku);
  writer.numbers(heads.map((head) => head.stamp));
  writer.numbers(heads.map((head) => head.backordered));
  writer.numbers(heads.map((head) => head.reserved));
  const [buckets = null, skus = null, expected = null, backordered = null, reserved = null] = writer.arrays();
  return [
    buckets,
    skus,
    expected,
    stamp,
    catalogVersion,
    numbers,
    backordered,
    reserved,
    String(flushedLater),
  ];
}

/** What was there when the batch was read, and what was not. */
function split<Row>(
  rows: ReadonlyMap<string, Row>,
  loaded: ReadonlyMap<string, Row | null>,
): { known: Row[]; fresh: Row[] } {
  const known: Row[] = [];
  const fresh: Row[] = [];
  for (const [key, row] of rows) (loaded.get(key) ? known : fresh).push(row);
  return { known, fresh };
}
