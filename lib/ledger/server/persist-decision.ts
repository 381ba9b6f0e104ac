import type { Decision } from '../decide';
import { keyOf, type LedgerState } from '../state';
import type { Exchange, Statement, Value } from './exchange';
import {
  countKeys,
  countShape,
  discrepancyShape,
  eventShape,
  headShape,
  incidentShape,
  newOrderLineShape,
  orderLineKeys,
  orderLineShape,
  positionKeys,
  positionShape,
  postingShape,
  reservationKeys,
  reservationShape,
  resolutionShape,
  reversalShape,
  transferKeys,
  transferShape,
} from './persist-shapes';
import { insertion, type RowShape, statementOf, together, updating, upsertion, valuesOf } from './row-shape';

export interface WriteContext {
  xid: string;
  recordedAt: string;
}

/** What nearly every batch writes. What is new is inserted and what is there updated: the lock tells which is which. */
const writeCommon = together('write_batch', [
  insertion(eventShape),
  insertion(postingShape),
  updating(positionShape, positionKeys),
  insertion(newOrderLineShape),
  updating(orderLineShape, orderLineKeys),
]);
const insertPositions = statementOf('insert_positions', insertion(positionShape));
const updateHeads = statementOf('update_heads', updating(headShape, ['bucket', 'sku']));
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

/**
 * Writes a decision made on `state`. Every statement is sent before the first is answered; the promises are the
 * caller's to await.
 */
export function persistDecision(
  exchange: Pick<Exchange, 'send'>,
  state: Pick<LedgerState, 'positions' | 'orderLines'>,
  decision: Decision,
  context: WriteContext,
): Promise<unknown>[] {
  const sent: Promise<unknown>[] = [];
  const { xid, recordedAt } = context;
  const send = <Row>(
    statement: Statement,
    shape: RowShape<Row>,
    rows: readonly Row[],
    constants: Value[] = [],
  ) => {
    if (rows.length > 0) sent.push(exchange.send(statement, valuesOf(shape, rows, constants)));
  };
  const { recorded } = decision;
  const positions = split(decision.positions, (row) =>
    state.positions.get(keyOf.position(row.sku, row.node)),
  );
  const orderLines = split(decision.orderLines, (row) => state.orderLines.get(keyOf.orderLine(row)));
  if (recorded.length > 0)
    sent.push(
      exchange.send(writeCommon, [
        ...valuesOf(eventShape, recorded, [xid, recordedAt]),
        ...valuesOf(
          postingShape,
          recorded.flatMap((one) => one.postings),
          [xid, recordedAt],
        ),
        ...valuesOf(positionShape, positions.known, [recordedAt]),
        ...valuesOf(newOrderLineShape, orderLines.fresh),
        ...valuesOf(orderLineShape, orderLines.known),
      ]),
    );
  send(insertPositions, positionShape, positions.fresh, [recordedAt]);
  send(updateHeads, headShape, decision.heads);
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
  return sent;
}

/** What was there when the batch was read, and what was not. */
function split<Row>(rows: readonly Row[], loaded: (row: Row) => unknown): { known: Row[]; fresh: Row[] } {
  const known: Row[] = [];
  const fresh: Row[] = [];
  for (const row of rows) (loaded(row) ? known : fresh).push(row);
  return { known, fresh };
}
