import { bucketOf } from '../bucket';
import type { DecidedEvent } from '../decide';
import { eventDigest } from '../digest';
import type { Discrepancy, DiscrepancyResolution, OversellIncident } from '../effects';
import type { OrderLine, Reservation, TransferLine, UnitsByNode } from '../order-line';
import type { LedgerHead, Posting, StockCount } from '../state';
import { outsideAccounts, type Position, stockStates } from '../states';
import type { NumberField, RowShape, TextField } from './row-shape';

/** Written for an absent counter, which is never negative. */
const absent = -1;

const bucketField = <Row extends { sku: string }>(): NumberField<Row> => ({
  name: 'bucket',
  type: 'smallint',
  of: (row) => bucketOf(row.sku),
});
const skuField = <Row extends { sku: string }>(): TextField<Row> => text('sku', (row) => row.sku);

function text<Row>(name: string, of: (row: Row) => string | null): TextField<Row> {
  return { name, type: 'text', of };
}
/** An instant as ISO text. */
function instant<Row>(name: string, of: (row: Row) => string | null): TextField<Row> {
  return { name, type: 'timestamptz', of, form: 'plain' };
}
function number<Row>(name: string, of: (row: Row) => number): NumberField<Row> {
  return { name, of };
}
function optional<Row>(name: string, of: (row: Row) => number | null | undefined): NumberField<Row> {
  return { name, of: (row) => of(row) ?? absent, absent };
}

const noUnits = '{}';
function unitsText(units: UnitsByNode): string {
  for (const _ in units) return JSON.stringify(units);
  return noUnits;
}

/** The constants of everything written in a batch. */
const recordedAt: [string, string] = ['recorded_at', 'timestamptz'];
const xid: [string, string] = ['xid', 'bigint'];

export interface EventRow extends DecidedEvent {
  sku: string;
  recordedAt: string;
}

export const eventShape: RowShape<EventRow> = {
  table: 'inventory_event',
  texts: [
    skuField(),
    text('source', (row) => row.submitted.event.source),
    text('id', (row) => row.submitted.event.id),
    { name: 'type', type: 'text', form: 'plain', of: (row) => row.submitted.event.type },
    text('actor', (row) => row.submitted.actor),
    text('content', (row) => row.submitted.content),
    { name: 'hash', type: 'bytea', form: 'hex', of: (row) => row.submitted.hash },
    { name: 'digest', type: 'bytea', form: 'hex', of: digestOf },
    { name: 'refusal', type: 'text', form: 'plain', of: (row) => row.refusal?.code ?? null },
    text('detail', (row) => row.refusal?.detail ?? null),
  ],
  numbers: [
    bucketField(),
    number('sequence', (row) => row.sequence),
    optional('quantity', ({ submitted: { event } }) => ('quantity' in event ? event.quantity : null)),
    { name: 'occurred_at', type: 'instant', of: (row) => row.submitted.occurredAtMs },
    { name: 'shortfall', of: (row) => row.shortfall, absent: 0 },
  ],
  constants: [xid, recordedAt],
};

function digestOf(row: EventRow): string {
  const { submitted, sequence, refusal, shortfall } = row;
  const verdict = {
    sequence,
    recordedAt: row.recordedAt,
    actor: submitted.actor,
    refusal: refusal?.code ?? null,
    detail: refusal?.detail ?? null,
    shortfall: shortfall === 0 ? null : shortfall,
  };
  return eventDigest(submitted.hash, verdict, row.postings);
}

export const postingShape: RowShape<Posting> = {
  table: 'posting',
  texts: [skuField(), text('node', (row) => row.node), instant('occurred_at', (row) => row.occurredAt)],
  numbers: [
    bucketField(),
    number('sequence', (row) => row.sequence),
    number('version', (row) => row.version),
    // A delta of nothing is stored as NULL: a bit instead of eight bytes.
    ...stockStates.map((state) => ({
      name: `${state}_delta`,
      of: (row: Posting) => row.deltas[state],
      absent: 0,
    })),
    ...outsideAccounts.map((account) => ({
      name: `${account}_delta`,
      of: (row: Posting) => row.outside[account],
      absent: 0,
    })),
    ...stockStates.map((state) => number(state, (row: Posting) => row.balances[state])),
  ],
  constants: [xid, recordedAt],
};

export const positionKeys = ['bucket', 'sku', 'node'];
export const positionShape: RowShape<Position> = {
  table: 'position',
  texts: [skuField(), text('node', (row) => row.node)],
  numbers: [
    bucketField(),
    ...stockStates.map((state) => number(state, (row: Position) => row.balances[state])),
    number('version', (row) => row.version),
    { name: 'counted_at', type: 'instant', of: (row) => row.countedAt ?? absent, absent },
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
    of: (row) => (unitsText(row.waiting) === noUnits ? null : unitsText(row.waiting)),
  },
];
const orderLineNumbers: NumberField<OrderLine>[] = [
  bucketField(),
  { name: 'placed_at', type: 'instant', of: (row) => row.placedAt },
  number('ordered_counted', (row) => row.counted.ordered),
  number('cancelled_counted', (row) => row.counted.cancelled),
  number('shipped_counted', (row) => row.counted.shipped),
  number('returned_counted', (row) => row.counted.returned),
  optional('ordered_reported', (row) => row.reported?.ordered),
  optional('cancelled_reported', (row) => row.reported?.cancelled),
  optional('shipped_reported', (row) => row.reported?.shipped),
  optional('returned_reported', (row) => row.reported?.returned),
  number('shipped_before', (row) => row.shippedBefore),
  number('cancelled_before', (row) => row.cancelledBefore),
  number('backordered', (row) => row.backordered),
];
export const newOrderLineShape: RowShape<OrderLine> = {
  table: 'order_line',
  texts: orderLineTexts,
  numbers: [...orderLineNumbers, number('sequence', (row) => row.sequence)],
  constants: [],
};
export const orderLineShape: RowShape<OrderLine> = { ...newOrderLineShape, numbers: orderLineNumbers };

export const headShape: RowShape<LedgerHead> = {
  table: 'ledger_head',
  texts: [skuField()],
  numbers: [
    bucketField(),
    number('backordered', (row) => row.backordered),
    number('reserved', (row) => row.reserved),
  ],
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
    instant('expires_at', (row) => row.expiresAt),
  ],
  numbers: [
    bucketField(),
    number('quantity', (row) => row.quantity),
    number('held', (row) => row.held),
    number('converted', (row) => row.converted),
    number('released', (row) => row.released),
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
    bucketField(),
    number('ready', (row) => row.ready),
    number('dispatched', (row) => row.dispatched),
    number('received', (row) => row.received),
    number('damaged', (row) => row.damaged),
    number('missing', (row) => row.missing),
    number('cancelled_ready', (row) => row.cancelledReady),
    number('cancelled_transit', (row) => row.cancelledTransit),
    number('held', (row) => row.held),
    number('in_transit', (row) => row.inTransit),
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
    instant('counted_at', (row) => row.countedAt),
    text('session', (row) => row.session),
  ],
  numbers: [
    bucketField(),
    number('sequence', (row) => row.sequence),
    number('counted', (row) => row.counted),
    // A variance may be negative; no sum of units reaches this.
    {
      name: 'variance',
      of: (row) => row.variance ?? Number.MIN_SAFE_INTEGER,
      absent: Number.MIN_SAFE_INTEGER,
    },
    optional('approved_sequence', (row) => row.approvedSequence),
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
    { name: 'cause', type: 'text', form: 'plain', of: (row) => row.cause },
    instant('occurred_at', (row) => row.occurredAt),
  ],
  numbers: [bucketField(), number('sequence', (row) => row.sequence), number('units', (row) => row.units)],
  constants: [recordedAt],
};

export const discrepancyShape: RowShape<Discrepancy> = {
  table: 'discrepancy',
  texts: [
    skuField(),
    text('node', (row) => row.node),
    { name: 'kind', type: 'text', form: 'plain', of: (row) => row.kind },
    text('document', (row) => row.document),
    instant('occurred_at', (row) => row.occurredAt),
  ],
  numbers: [
    bucketField(),
    number('sequence', (row) => row.sequence),
    number('expected', (row) => row.expected),
    number('actual', (row) => row.actual),
  ],
  constants: [recordedAt],
};

export const reversalShape: RowShape<{ sku: string; of: number; sequence: number }> = {
  table: 'reversal',
  texts: [skuField()],
  numbers: [bucketField(), number('of_sequence', (row) => row.of), number('sequence', (row) => row.sequence)],
  constants: [],
};

/** Not a table: what `resolve_discrepancies` looks for. */
export const resolutionShape: RowShape<DiscrepancyResolution> = {
  table: 'discrepancy',
  texts: [
    skuField(),
    text('node', (row) => row.node),
    text('document', (row) => row.document),
    instant('until', (row) => row.until),
  ],
  numbers: [bucketField(), number('sequence', (row) => row.sequence)],
  constants: [recordedAt],
};
