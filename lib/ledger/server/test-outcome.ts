import type pg from 'pg';
import type { LedgerInMemory } from '../ledger-in-memory';
import type { OrderCounters } from '../order-line';
import { outsideAccounts, stockStates } from '../states';

/**
 * Everything that a ledger holds of some SKUs, as plain rows: what the database has and what the ledger in memory has
 * must be the same. Sequences are replaced by the place of their event among the recorded ones, since numbers in the
 * database have gaps.
 */
export type Outcome = Record<string, unknown[]>;

type Row = Record<string, unknown>;

const number = (value: unknown): number | null => (value === null ? null : Number(value));
const iso = (value: unknown): string | null => (value === null ? null : (value as Date).toISOString());
const numbersOf = (row: Row, columns: readonly string[]) => columns.map((column) => Number(row[column] ?? 0));
/** Details that name an event name it by its sequence. */
const detailOf = (detail: unknown) =>
  detail === null ? null : String(detail).replace(/[Ee]vent \d+/, 'event');

function sorted(rows: unknown[]): unknown[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** Claims and the like: the order of the keys says nothing. */
const unitsOf = (units: unknown) => Object.entries(units ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

export async function outcomeInDatabase(pool: pg.Pool, skus: readonly string[]): Promise<Outcome> {
  const read = async (table: string, order: string): Promise<Row[]> => {
    const { rows } = await pool.query(`SELECT * FROM ${table} WHERE sku = ANY($1) ORDER BY ${order}`, [skus]);
    return rows;
  };
  const events = await read('inventory_event', 'sequence');
  const placeOf = new Map(events.map((row, place) => [Number(row.sequence), place]));
  const place = (sequence: unknown) =>
    sequence === null ? null : (placeOf.get(Number(sequence)) ?? `unknown ${sequence}`);
  const states = [...stockStates];
  const deltas = states.map((state) => `${state}_delta`);
  const outside = outsideAccounts.map((account) => `${account}_delta`);
  const counters = (row: Row, suffix: string) =>
    numbersOf(
      row,
      ['ordered', 'cancelled', 'shipped', 'returned'].map((name) => `${name}_${suffix}`),
    );
  return {
    events: events.map((row) => [
      row.source,
      row.id,
      row.type,
      row.sku,
      number(row.quantity),
      iso(row.occurred_at),
      row.content,
      (row.hash as Buffer).toString('hex'),
      row.refusal,
      detailOf(row.detail),
      number(row.shortfall),
    ]),
    postings: sorted(
      (await read('posting', 'sequence')).map((row) => [
        place(row.sequence),
        row.sku,
        row.node,
        iso(row.occurred_at),
        Number(row.version),
        numbersOf(row, deltas),
        numbersOf(row, outside),
        numbersOf(row, states),
      ]),
    ),
    positions: sorted(
      (await read('position', 'sku')).map((row) => [
        row.sku,
        row.node,
        numbersOf(row, states),
        Number(row.version),
        iso(row.counted_at),
      ]),
    ),
    heads: sorted(
      (await read('ledger_head', 'sku')).map((row) => [
        row.sku,
        Number(row.backordered),
        Number(row.reserved),
      ]),
    ),
    orderLines: sorted(
      (await read('order_line', 'sequence')).map((row) => [
        [row.sku, row.channel, row.order_id, row.line, place(row.sequence), iso(row.placed_at)],
        counters(row, 'counted'),
        row.ordered_reported === null ? null : counters(row, 'reported'),
        numbersOf(row, ['shipped_before', 'cancelled_before', 'backordered']),
        unitsOf(row.claims),
        unitsOf(row.waiting),
      ]),
    ),
    reservations: sorted(
      (await read('reservation', 'sku')).map((row) => [
        [row.sku, row.channel, row.order_id, row.line, row.reservation, iso(row.expires_at)],
        numbersOf(row, ['quantity', 'held', 'converted', 'released']),
        unitsOf(row.claims),
      ]),
    ),
    transfers: sorted(
      (await read('transfer_line', 'sku')).map((row) => [
        [row.sku, row.transfer, row.line, row.from_node, row.to_node],
        numbersOf(row, ['ready', 'dispatched', 'received', 'damaged', 'missing']),
        numbersOf(row, ['cancelled_ready', 'cancelled_transit', 'held', 'in_transit']),
      ]),
    ),
    counts: sorted(
      (await read('stock_count', 'sku')).map((row) => [
        [row.sku, place(row.sequence), row.node, row.state, Number(row.counted), iso(row.counted_at)],
        [row.session, number(row.variance), place(row.approved_sequence)],
      ]),
    ),
    incidents: sorted(
      (await read('oversell_incident', 'sku')).map((row) => [
        [row.sku, place(row.sequence), row.channel, row.order_id, row.line],
        [Number(row.units), row.cause, iso(row.occurred_at)],
      ]),
    ),
    discrepancies: sorted(
      (await read('discrepancy', 'sku')).map((row) => [
        [row.sku, place(row.sequence), row.node, row.kind, Number(row.expected), Number(row.actual)],
        [row.document, iso(row.occurred_at), place(row.resolved_sequence)],
      ]),
    ),
    reversals: sorted(
      (await read('reversal', 'sku')).map((row) => [row.sku, place(row.of_sequence), place(row.sequence)]),
    ),
  };
}

export function outcomeInMemory(ledger: LedgerInMemory, skus: readonly string[]): Outcome {
  const { state } = ledger;
  const ours = <T extends { sku: string }>(all: Iterable<T | null>): T[] =>
    [...all].flatMap((one) => (one !== null && skus.includes(one.sku) ? [one] : []));
  const log = ledger.log.filter(({ submitted }) => skus.includes(submitted.event.sku));
  const placeOf = new Map(log.map(({ sequence }, place) => [sequence, place]));
  const place = (sequence: number | null) =>
    sequence === null ? null : (placeOf.get(sequence) ?? `unknown ${sequence}`);
  const counters = (of: OrderCounters) => [of.ordered, of.cancelled, of.shipped, of.returned];
  const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return {
    events: log.map(({ submitted: { event, content, hash }, refusal, shortfall }) => [
      event.source,
      event.id,
      event.type,
      event.sku,
      'quantity' in event ? event.quantity : null,
      event.occurredAt,
      content,
      hash,
      refusal?.code ?? null,
      detailOf(refusal?.detail ?? null),
      shortfall === 0 ? null : shortfall,
    ]),
    postings: sorted(
      log.flatMap(({ postings }) =>
        postings.map((of) => [
          place(of.sequence),
          of.sku,
          of.node,
          of.occurredAt,
          of.version,
          stockStates.map((each) => of.deltas[each]),
          outsideAccounts.map((each) => of.outside[each]),
          stockStates.map((each) => of.balances[each]),
        ]),
      ),
    ),
    positions: sorted(
      ours(state.positions.values()).map((of) => [
        of.sku,
        of.node,
        stockStates.map((each) => of.balances[each]),
        of.version,
        instant(of.countedAt),
      ]),
    ),
    heads: sorted(ours(state.heads.values()).map((of) => [of.sku, of.backordered, of.reserved])),
    orderLines: sorted(
      ours(state.orderLines.values()).map((of) => [
        [of.sku, of.channel, of.order, of.line, place(of.sequence), instant(of.placedAt)],
        counters(of.counted),
        of.reported === null ? null : counters(of.reported),
        [of.shippedBefore, of.cancelledBefore, of.backordered],
        unitsOf(of.claims),
        unitsOf(of.waiting),
      ]),
    ),
    reservations: sorted(
      ours(state.reservations.values()).map((of) => [
        [of.sku, of.channel, of.order, of.line, of.reservation, of.expiresAt],
        [of.quantity, of.held, of.converted, of.released],
        unitsOf(of.claims),
      ]),
    ),
    transfers: sorted(
      ours(state.transfers.values()).map((of) => [
        [of.sku, of.transfer, of.line, of.from, of.to],
        [of.ready, of.dispatched, of.received, of.damaged, of.missing],
        [of.cancelledReady, of.cancelledTransit, of.held, of.inTransit],
      ]),
    ),
    counts: sorted(
      ours(state.counts.values()).map((of) => [
        [of.sku, place(of.sequence), of.node, of.state, of.counted, of.countedAt],
        [of.session, of.variance, place(of.approvedSequence)],
      ]),
    ),
    incidents: sorted(
      ours(ledger.incidents).map((of) => [
        [of.sku, place(of.sequence), of.channel, of.order, of.line],
        [of.units, of.cause, of.occurredAt],
      ]),
    ),
    discrepancies: sorted(
      ours(ledger.discrepancies).map((of) => [
        [of.sku, place(of.sequence), of.node, of.kind, of.expected, of.actual],
        [of.document, of.occurredAt, place(of.resolvedSequence)],
      ]),
    ),
    reversals: sorted(
      log.flatMap(({ submitted, reverses, sequence }) =>
        reverses === null ? [] : [[submitted.event.sku, place(reverses), place(sequence)]],
      ),
    ),
  };
}
