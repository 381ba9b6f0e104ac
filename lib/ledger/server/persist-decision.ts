import { bucketOf } from '../bucket';
import type { Decision } from '../decide';
import { eventDigest } from '../digest';
import { outsideAccounts, stockStates } from '../states';
import type { LaneConnection, Statement } from './lane-connection';
import { byteaArray, numberArray, plainArray, textArray } from './pg-literal';

export interface WriteContext {
  xid: string;
  recordedAt: string;
}

type Column = [name: string, type: string];

/**
 * INSERT … SELECT FROM unnest: one statement however many rows, and a plan that no statistics can change. Its
 * parameters are the arrays of `columns`, then the `constants`, counted from `offset` + 1.
 */
interface Insertion {
  table: string;
  columns: Column[];
  constants: Column[];
  conflict: string;
}

const insertion = (table: string, columns: Column[], constants: Column[] = []): Insertion => ({
  table,
  columns,
  constants,
  conflict: '',
});

function upsertion(table: string, keys: Column[], columns: Column[], constants: Column[] = []): Insertion {
  const set = [...columns, ...constants].map(([name]) => `${name} = EXCLUDED.${name}`);
  const conflict = `ON CONFLICT (${keys.map(([name]) => name).join(', ')}) DO UPDATE SET ${set.join(', ')}`;
  return { ...insertion(table, [...keys, ...columns], constants), conflict };
}

function sqlOf({ table, columns, constants, conflict }: Insertion, offset = 0): string {
  const names = [...columns, ...constants].map(([name]) => name);
  const arrays = columns.map(([, type], index) => `$${offset + index + 1}::${type}[]`);
  const scalars = constants.map(([, type], index) => `$${offset + columns.length + index + 1}::${type}`);
  const selected = [...columns.map(([name]) => `u.${name}`), ...scalars];
  return `INSERT INTO ${table} (${names.join(', ')}) SELECT ${selected.join(', ')}
      FROM unnest(${arrays.join(', ')}) AS u(${columns.map(([name]) => name).join(', ')}) ${conflict}`;
}

const statementOf = (one: Insertion): Statement => ({ name: `write_${one.table}`, text: sqlOf(one) });

/** Several insertions as one statement: four round trips through parser and executor less in every batch. */
function together(name: string, insertions: Insertion[]): Statement {
  let offset = 0;
  const parts = insertions.map((one, index) => {
    const sql = sqlOf(one, offset);
    offset += one.columns.length + one.constants.length;
    return `w${index} AS (${sql})`;
  });
  return { name, text: `WITH ${parts.join(',\n')} SELECT 1` };
}

const bucketSku: Column[] = [
  ['bucket', 'smallint'],
  ['sku', 'text'],
];
const counted = (names: readonly string[]): Column[] => names.map((name) => [name, 'bigint']);

const insertEvents = insertion(
  'inventory_event',
  [
    ...bucketSku,
    ['sequence', 'bigint'],
    ['source', 'text'],
    ['id', 'text'],
    ['type', 'text'],
    ['quantity', 'bigint'],
    ['occurred_at', 'timestamptz'],
    ['actor', 'text'],
    ['content', 'text'],
    ['hash', 'bytea'],
    ['digest', 'bytea'],
    ['refusal', 'text'],
    ['detail', 'text'],
    ['shortfall', 'bigint'],
  ],
  [
    ['xid', 'bigint'],
    ['recorded_at', 'timestamptz'],
  ],
);
const insertPostings = insertion(
  'posting',
  [
    ...bucketSku,
    ['node', 'text'],
    ['sequence', 'bigint'],
    ['occurred_at', 'timestamptz'],
    ['version', 'bigint'],
    ...counted(stockStates.map((state) => `${state}_delta`)),
    ...counted(outsideAccounts.map((account) => `${account}_delta`)),
    ...counted(stockStates),
  ],
  [
    ['xid', 'bigint'],
    ['recorded_at', 'timestamptz'],
  ],
);
const upsertPositions = upsertion(
  'position',
  [...bucketSku, ['node', 'text']],
  [...counted(stockStates), ['version', 'bigint'], ['counted_at', 'timestamptz']],
  [['recorded_at', 'timestamptz']],
);
const upsertOrderLines = upsertion(
  'order_line',
  [...bucketSku, ['channel', 'text'], ['order_id', 'text'], ['line', 'text']],
  [
    ['sequence', 'bigint'],
    ['placed_at', 'timestamptz'],
    ...counted(['ordered_counted', 'cancelled_counted', 'shipped_counted', 'returned_counted']),
    ...counted(['ordered_reported', 'cancelled_reported', 'shipped_reported', 'returned_reported']),
    ...counted(['shipped_before', 'cancelled_before']),
    ['claims', 'jsonb'],
    ['waiting', 'jsonb'],
    ['backordered', 'bigint'],
  ],
);
const writeBatch = together('write_batch', [insertEvents, insertPostings, upsertPositions, upsertOrderLines]);
const upsertHeads = statementOf(upsertion('ledger_head', bucketSku, counted(['backordered', 'reserved'])));
const upsertReservations = statementOf(
  upsertion(
    'reservation',
    [...bucketSku, ['channel', 'text'], ['order_id', 'text'], ['line', 'text'], ['reservation', 'text']],
    [
      ['quantity', 'bigint'],
      ['claims', 'jsonb'],
      ...counted(['held', 'converted', 'released']),
      ['expires_at', 'timestamptz'],
    ],
    [['recorded_at', 'timestamptz']],
  ),
);
const upsertTransfers = statementOf(
  upsertion(
    'transfer_line',
    [...bucketSku, ['transfer', 'text'], ['line', 'text']],
    [
      ['from_node', 'text'],
      ['to_node', 'text'],
      ...counted([
        'ready',
        'dispatched',
        'received',
        'damaged',
        'missing',
        'cancelled_ready',
        'cancelled_transit',
      ]),
      ...counted(['held', 'in_transit']),
    ],
    [['recorded_at', 'timestamptz']],
  ),
);
const upsertCounts = statementOf(
  upsertion(
    'stock_count',
    [...bucketSku, ['sequence', 'bigint']],
    [
      ['node', 'text'],
      ['state', 'text'],
      ['counted', 'bigint'],
      ['counted_at', 'timestamptz'],
      ['session', 'text'],
      ['variance', 'bigint'],
      ['approved_sequence', 'bigint'],
    ],
  ),
);
const insertIncidents = statementOf(
  insertion(
    'oversell_incident',
    [
      ...bucketSku,
      ['sequence', 'bigint'],
      ['channel', 'text'],
      ['order_id', 'text'],
      ['line', 'text'],
      ['units', 'bigint'],
      ['cause', 'text'],
      ['occurred_at', 'timestamptz'],
    ],
    [['recorded_at', 'timestamptz']],
  ),
);
const insertDiscrepancies = statementOf(
  insertion(
    'discrepancy',
    [
      ...bucketSku,
      ['sequence', 'bigint'],
      ['node', 'text'],
      ['kind', 'text'],
      ['expected', 'bigint'],
      ['actual', 'bigint'],
      ['document', 'text'],
      ['occurred_at', 'timestamptz'],
    ],
    [['recorded_at', 'timestamptz']],
  ),
);
const insertReversals = statementOf(
  insertion('reversal', [...bucketSku, ['of_sequence', 'bigint'], ['sequence', 'bigint']]),
);
const resolveDiscrepancies: Statement = {
  name: 'resolve_discrepancies',
  text: `UPDATE discrepancy SET resolved_at = $7::timestamptz, resolved_sequence = u.sequence
    FROM unnest($1::smallint[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[])
      AS u(bucket, sku, sequence, node, document, until)
    WHERE discrepancy.bucket = u.bucket AND discrepancy.sku = u.sku AND discrepancy.node = u.node
      AND discrepancy.resolved_at IS NULL AND discrepancy.sequence < u.sequence
      AND CASE WHEN u.until IS NULL THEN discrepancy.document = u.document AND discrepancy.kind = 'over_receipt'
        ELSE discrepancy.occurred_at <= u.until END`,
};

const skuColumns = (rows: readonly { sku: string }[]): string[] => [
  numberArray(rows.map((row) => bucketOf(row.sku))),
  textArray(rows.map((row) => row.sku)),
];
/** A delta of nothing is stored as NULL: a bit instead of eight bytes. */
const orNull = (value: number): number | null => (value === 0 ? null : value);
const json = (value: Record<string, number>): string => {
  for (const _ in value) return JSON.stringify(value);
  return '{}';
};
const numbers = <T>(rows: readonly T[], of: (row: T) => number | null): string => numberArray(rows.map(of));
const plains = <T>(rows: readonly T[], of: (row: T) => string | null): string => plainArray(rows.map(of));
const texts = <T>(rows: readonly T[], of: (row: T) => string | null): string => textArray(rows.map(of));

/** Writes a decision. Every statement is sent before the first is answered; the promises are the caller's to await. */
export function persistDecision(
  lane: LaneConnection,
  decision: Decision,
  context: WriteContext,
): Promise<unknown>[] {
  const sent: Promise<unknown>[] = [];
  const send = (statement: Statement, rows: readonly unknown[], values: () => unknown[]) => {
    if (rows.length > 0) sent.push(lane.rows(statement, values()));
  };
  const { recorded, heads } = decision;
  send(writeBatch, recorded, () => [
    ...eventColumns(decision, context),
    ...postingColumns(decision, context),
    ...positionColumns(decision, context),
    ...orderLineColumns(decision),
  ]);
  send(upsertHeads, heads, () => [
    ...skuColumns(heads),
    numbers(heads, (row) => row.backordered),
    numbers(heads, (row) => row.reserved),
  ]);
  persistRare(send, decision, context);
  return sent;
}

function eventColumns({ recorded }: Decision, context: WriteContext): unknown[] {
  const events = recorded.map((one) => one.submitted.event);
  return [
    ...skuColumns(events),
    numbers(recorded, (one) => one.sequence),
    texts(events, (event) => event.source),
    texts(events, (event) => event.id),
    plains(events, (event) => event.type),
    numbers(events, (event) => ('quantity' in event ? event.quantity : null)),
    plains(events, (event) => event.occurredAt),
    texts(recorded, (one) => one.submitted.actor),
    texts(recorded, (one) => one.submitted.content),
    byteaArray(recorded.map((one) => one.submitted.hash)),
    byteaArray(
      recorded.map((one) =>
        eventDigest(
          one.submitted.hash,
          {
            sequence: one.sequence,
            recordedAt: context.recordedAt,
            actor: one.submitted.actor,
            refusal: one.refusal?.code ?? null,
            detail: one.refusal?.detail ?? null,
            shortfall: orNull(one.shortfall),
          },
          one.postings,
        ),
      ),
    ),
    plains(recorded, (one) => one.refusal?.code ?? null),
    texts(recorded, (one) => one.refusal?.detail ?? null),
    numbers(recorded, (one) => orNull(one.shortfall)),
    context.xid,
    context.recordedAt,
  ];
}

function postingColumns({ recorded }: Decision, context: WriteContext): unknown[] {
  const postings = recorded.flatMap((one) => one.postings);
  return [
    ...skuColumns(postings),
    texts(postings, (row) => row.node),
    numbers(postings, (row) => row.sequence),
    plains(postings, (row) => row.occurredAt),
    numbers(postings, (row) => row.version),
    ...stockStates.map((state) => numbers(postings, (row) => orNull(row.deltas[state]))),
    ...outsideAccounts.map((account) => numbers(postings, (row) => orNull(row.outside[account]))),
    ...stockStates.map((state) => numbers(postings, (row) => row.balances[state])),
    context.xid,
    context.recordedAt,
  ];
}

function positionColumns({ positions }: Decision, context: WriteContext): unknown[] {
  return [
    ...skuColumns(positions),
    texts(positions, (row) => row.node),
    ...stockStates.map((state) => numbers(positions, (row) => row.balances[state])),
    numbers(positions, (row) => row.version),
    plains(positions, (row) => (row.countedAt === null ? null : new Date(row.countedAt).toISOString())),
    context.recordedAt,
  ];
}

function orderLineColumns({ orderLines }: Decision): unknown[] {
  return [
    ...skuColumns(orderLines),
    texts(orderLines, (row) => row.channel),
    texts(orderLines, (row) => row.order),
    texts(orderLines, (row) => row.line),
    numbers(orderLines, (row) => row.sequence),
    plains(orderLines, (row) => new Date(row.placedAt).toISOString()),
    numbers(orderLines, (row) => row.counted.ordered),
    numbers(orderLines, (row) => row.counted.cancelled),
    numbers(orderLines, (row) => row.counted.shipped),
    numbers(orderLines, (row) => row.counted.returned),
    numbers(orderLines, (row) => row.reported?.ordered ?? null),
    numbers(orderLines, (row) => row.reported?.cancelled ?? null),
    numbers(orderLines, (row) => row.reported?.shipped ?? null),
    numbers(orderLines, (row) => row.reported?.returned ?? null),
    numbers(orderLines, (row) => row.shippedBefore),
    numbers(orderLines, (row) => row.cancelledBefore),
    texts(orderLines, (row) => json(row.claims)),
    texts(orderLines, (row) => (Object.keys(row.waiting).length === 0 ? null : json(row.waiting))),
    numbers(orderLines, (row) => row.backordered),
  ];
}

/** What most batches have none of. */
function persistRare(
  send: (statement: Statement, rows: readonly unknown[], values: () => unknown[]) => void,
  decision: Decision,
  { recordedAt }: WriteContext,
): void {
  const { reservations, transfers, counts, incidents, discrepancies, resolutions } = decision;
  send(upsertReservations, reservations, () => [
    ...skuColumns(reservations),
    texts(reservations, (row) => row.channel),
    texts(reservations, (row) => row.order),
    texts(reservations, (row) => row.line),
    texts(reservations, (row) => row.reservation),
    numbers(reservations, (row) => row.quantity),
    texts(reservations, (row) => json(row.claims)),
    numbers(reservations, (row) => row.held),
    numbers(reservations, (row) => row.converted),
    numbers(reservations, (row) => row.released),
    texts(reservations, (row) => row.expiresAt),
    recordedAt,
  ]);
  send(upsertTransfers, transfers, () => [
    ...skuColumns(transfers),
    texts(transfers, (row) => row.transfer),
    texts(transfers, (row) => row.line),
    texts(transfers, (row) => row.from),
    texts(transfers, (row) => row.to),
    numbers(transfers, (row) => row.ready),
    numbers(transfers, (row) => row.dispatched),
    numbers(transfers, (row) => row.received),
    numbers(transfers, (row) => row.damaged),
    numbers(transfers, (row) => row.missing),
    numbers(transfers, (row) => row.cancelledReady),
    numbers(transfers, (row) => row.cancelledTransit),
    numbers(transfers, (row) => row.held),
    numbers(transfers, (row) => row.inTransit),
    recordedAt,
  ]);
  send(upsertCounts, counts, () => [
    ...skuColumns(counts),
    numbers(counts, (row) => row.sequence),
    texts(counts, (row) => row.node),
    texts(counts, (row) => row.state),
    numbers(counts, (row) => row.counted),
    texts(counts, (row) => row.countedAt),
    texts(counts, (row) => row.session),
    numbers(counts, (row) => row.variance),
    numbers(counts, (row) => row.approvedSequence),
  ]);
  send(insertIncidents, incidents, () => [
    ...skuColumns(incidents),
    numbers(incidents, (row) => row.sequence),
    texts(incidents, (row) => row.channel),
    texts(incidents, (row) => row.order),
    texts(incidents, (row) => row.line),
    numbers(incidents, (row) => row.units),
    texts(incidents, (row) => row.cause),
    texts(incidents, (row) => row.occurredAt),
    recordedAt,
  ]);
  send(insertDiscrepancies, discrepancies, () => [
    ...skuColumns(discrepancies),
    numbers(discrepancies, (row) => row.sequence),
    texts(discrepancies, (row) => row.node),
    texts(discrepancies, (row) => row.kind),
    numbers(discrepancies, (row) => row.expected),
    numbers(discrepancies, (row) => row.actual),
    texts(discrepancies, (row) => row.document),
    texts(discrepancies, (row) => row.occurredAt),
    recordedAt,
  ]);
  const reversals = decision.recorded.filter((one) => one.reverses !== null);
  send(insertReversals, reversals, () => [
    ...skuColumns(reversals.map((one) => one.submitted.event)),
    numbers(reversals, (one) => one.reverses),
    numbers(reversals, (one) => one.sequence),
  ]);
  send(resolveDiscrepancies, resolutions, () => [
    ...skuColumns(resolutions),
    numbers(resolutions, (row) => row.sequence),
    texts(resolutions, (row) => row.node),
    texts(resolutions, (row) => row.document),
    texts(resolutions, (row) => row.until),
    recordedAt,
  ]);
}
