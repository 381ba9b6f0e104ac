import { bucketOf } from '../bucket';
import type { Discrepancy, DiscrepancyResolution, OversellIncident } from '../effects';
import {
  no_units,
  type OrderCounters,
  type OrderLine,
  type Reservation,
  type TransferLine,
  unitsText,
} from '../order-line';
import type { StockCount } from '../state';
import type { Balances, Position } from '../states';
import type { NumberField, RowShape, TextField } from './row-shape';

/** Written for an absent counter, which is never negative. */
const absent = -1;
/** A variance may be negative, but no sum of units reaches this. */
const no_variance = Number.MIN_SAFE_INTEGER;

const bucketField: NumberField = { name: 'bucket', type: 'smallint' };
const fields = (...names: string[]): NumberField[] => names.map((name) => ({ name }));
const optionals = (...names: string[]): NumberField[] => names.map((name) => ({ name, absent }));
const skuField = <Row extends { sku: string }>(): TextField<Row> => text('sku', (row) => row.sku);

function text<Row>(name: string, of: (row: Row) => string | null): TextField<Row> {
  return { name, type: 'text', of };
}
const instant = (name: string): NumberField => ({ name, type: 'instant', absent });
/** An ISO instant as ms since 1970. */
const msOf = (iso: string | null): number => (iso === null ? absent : Date.parse(iso));
/** The constants of everything written in a batch. */
const recordedAt: [string, string] = ['recorded_at', 'timestamptz'];

const statesOf = (of: Balances): number[] => [
  of.available,
  of.committed,
  of.quality_control,
  of.damaged,
  of.incoming,
];

export const positionKeys = ['bucket', 'sku', 'node'];
export const positionShape: RowShape<Position> = {
  table: 'position',
  texts: [skuField(), text('node', (row) => row.node)],
  numbers: [
    bucketField,
    ...fields('available', 'committed', 'quality_control', 'damaged', 'incoming', 'version'),
    instant('counted_at'),
  ],
  numbersOf: ({ sku, balances, version, countedAt }) => [
    bucketOf(sku),
    ...statesOf(balances),
    version,
    countedAt ?? absent,
  ],
  constants: [recordedAt],
};

export const orderLineKeys = ['bucket', 'sku', 'channel', 'order_id', 'line'];
const orderLineTexts: TextField<OrderLine>[] = [
  skuField(),
  text('channel', (row) => row.channel),
  text('order_id', (row) => row.order),
  text('line', (row) => row.line),
  { name: 'claims', type: 'jsonb', of: (row) => unitsText(row.claims) },
  {
    name: 'waiting',
    type: 'jsonb',
    of: (row) => (unitsText(row.waiting) === no_units ? null : unitsText(row.waiting)),
  },
];
const orderLineNumbers: NumberField[] = [
  bucketField,
  instant('placed_at'),
  ...fields('ordered_counted', 'cancelled_counted', 'shipped_counted', 'returned_counted'),
  ...optionals('ordered_reported', 'cancelled_reported', 'shipped_reported', 'returned_reported'),
  ...fields('shipped_before', 'cancelled_before', 'backordered'),
];
const countersOf = (of: OrderCounters): number[] => [of.ordered, of.cancelled, of.shipped, of.returned];
const noCounters = [absent, absent, absent, absent];
const orderLineNumbersOf = (row: OrderLine): number[] => [
  bucketOf(row.sku),
  row.placedAt,
  ...countersOf(row.counted),
  ...(row.reported === null ? noCounters : countersOf(row.reported)),
  row.shippedBefore,
  row.cancelledBefore,
  row.backordered,
];
export const orderLineShape: RowShape<OrderLine> = {
  table: 'order_line',
  texts: orderLineTexts,
  numbers: orderLineNumbers,
  numbersOf: orderLineNumbersOf,
  constants: [],
};

export const reservationKeys = [...orderLineKeys, 'reservation'];
export const reservationShape: RowShape<Reservation> = {
  table: 'reservation',
  texts: [
    skuField(),
    text('channel', (row) => row.channel),
    text('order_id', (row) => row.order),
    text('line', (row) => row.line),
    text('reservation', (row) => row.reservation),
    { name: 'claims', type: 'jsonb', of: (row) => unitsText(row.claims) },
  ],
  numbers: [bucketField, ...fields('quantity', 'held', 'converted', 'released'), instant('expires_at')],
  numbersOf: (row) => [
    bucketOf(row.sku),
    row.quantity,
    row.held,
    row.converted,
    row.released,
    msOf(row.expiresAt),
  ],
  constants: [recordedAt],
};

export const transferKeys = ['bucket', 'sku', 'transfer', 'line'];
export const transferShape: RowShape<TransferLine> = {
  table: 'transfer_line',
  texts: [
    skuField(),
    text('transfer', (row) => row.transfer),
    text('line', (row) => row.line),
    text('from_node', (row) => row.from),
    text('to_node', (row) => row.to),
  ],
  numbers: [
    bucketField,
    ...fields(
      'ready',
      'dispatched',
      'received',
      'damaged',
      'missing',
      'cancelled_ready',
      'cancelled_transit',
      'held',
      'in_transit',
    ),
  ],
  numbersOf: (row) => [
    bucketOf(row.sku),
    row.ready,
    row.dispatched,
    row.received,
    row.damaged,
    row.missing,
    row.cancelledReady,
    row.cancelledTransit,
    row.held,
    row.inTransit,
  ],
  constants: [recordedAt],
};

export const countKeys = ['bucket', 'sku', 'sequence'];
export const countShape: RowShape<StockCount> = {
  table: 'stock_count',
  texts: [
    skuField(),
    text('node', (row) => row.node),
    text('state', (row) => row.state),
    text('session', (row) => row.session),
  ],
  numbers: [
    bucketField,
    ...fields('sequence', 'counted'),
    instant('counted_at'),
    { name: 'variance', absent: no_variance },
    ...optionals('approved_sequence'),
  ],
  numbersOf: (row) => [
    bucketOf(row.sku),
    row.sequence,
    row.counted,
    msOf(row.countedAt),
    row.variance ?? no_variance,
    row.approvedSequence ?? absent,
  ],
  constants: [],
};

export const incidentShape: RowShape<OversellIncident> = {
  table: 'oversell_incident',
  texts: [
    skuField(),
    text('channel', (row) => row.channel),
    text('order_id', (row) => row.order),
    text('line', (row) => row.line),
    { name: 'cause', type: 'text', of: (row) => row.cause },
  ],
  numbers: [bucketField, ...fields('sequence', 'units'), instant('occurred_at')],
  numbersOf: (row) => [bucketOf(row.sku), row.sequence, row.units, msOf(row.occurredAt)],
  constants: [recordedAt],
};

export const discrepancyShape: RowShape<Discrepancy> = {
  table: 'discrepancy',
  texts: [
    skuField(),
    text('node', (row) => row.node),
    { name: 'kind', type: 'text', of: (row) => row.kind },
    text('document', (row) => row.document),
  ],
  numbers: [bucketField, ...fields('sequence', 'expected', 'actual'), instant('occurred_at')],
  numbersOf: (row) => [bucketOf(row.sku), row.sequence, row.expected, row.actual, msOf(row.occurredAt)],
  constants: [recordedAt],
};

export const reversalShape: RowShape<{ sku: string; of: number; sequence: number }> = {
  table: 'reversal',
  texts: [skuField()],
  numbers: [bucketField, ...fields('of_sequence', 'sequence')],
  numbersOf: (row) => [bucketOf(row.sku), row.of, row.sequence],
  constants: [],
};

/** Not a table: what `resolve_discrepancies` looks for. */
export const resolutionShape: RowShape<DiscrepancyResolution> = {
  table: 'discrepancy',
  texts: [skuField(), text('node', (row) => row.node), text('document', (row) => row.document)],
  numbers: [bucketField, ...fields('sequence'), instant('until')],
  numbersOf: (row) => [bucketOf(row.sku), row.sequence, msOf(row.until)],
  constants: [recordedAt],
};
