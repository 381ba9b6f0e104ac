import type { OrderCounters, OrderLine, Reservation, TransferLine, UnitsByNode } from '../order-line';
import type { RecordedVerdict, StockCount } from '../state';
import type { Position, StockState } from '../states';
import type { Row } from './exchange';

export const number = (value: Row[number] | undefined): number => Number(value ?? 0);
export const text = (value: Row[number] | undefined): string => String(value ?? '');

function units(value: Row[number] | undefined): UnitsByNode {
  if (value === null || value === undefined || value === '' || value === '{}') return {};
  return (typeof value === 'string' ? JSON.parse(value) : value) as UnitsByNode;
}

function counters(row: readonly string[], from: number): OrderCounters {
  return {
    ordered: number(row[from]),
    cancelled: number(row[from + 1]),
    shipped: number(row[from + 2]),
    returned: number(row[from + 3]),
  };
}

const separator = '\u001f';

/** The columns of a row that came as one text; '' stands for NULL. */
export const fieldsOf = (row: string): string[] => row.split(separator);

const orNull = (field: string | undefined): number | null =>
  field === undefined || field === '' ? null : Number(field);

export function verdictOf(fields: readonly string[]): RecordedVerdict {
  return {
    sequence: number(fields[2]),
    sku: text(fields[3]),
    hash: text(fields[4]),
    refusal: fields[5] || null,
    detail: fields[6] || null,
    shortfall: orNull(fields[7]),
    shortBy: orNull(fields[8]),
    available: orNull(fields[9]),
  };
}

export function positionOf(fields: readonly string[]): Position {
  return {
    sku: text(fields[0]),
    node: text(fields[1]),
    balances: {
      available: number(fields[2]),
      committed: number(fields[3]),
      quality_control: number(fields[4]),
      damaged: number(fields[5]),
      incoming: number(fields[6]),
    },
    version: number(fields[7]),
    countedAt: orNull(fields[8]),
  };
}

export function orderLineOf(fields: readonly string[]): OrderLine {
  return {
    sku: text(fields[0]),
    channel: text(fields[1]),
    order: text(fields[2]),
    line: text(fields[3]),
    sequence: number(fields[4]),
    placedAt: number(fields[5]),
    counted: counters(fields, 6),
    reported: fields[10] === '' ? null : counters(fields, 10),
    shippedBefore: number(fields[14]),
    cancelledBefore: number(fields[15]),
    claims: units(fields[16]),
    waiting: units(fields[17]),
    backordered: number(fields[18]),
  };
}

export function reservationOf(row: Row): Reservation {
  return {
    sku: text(row[0]),
    channel: text(row[1]),
    order: text(row[2]),
    line: text(row[3]),
    reservation: text(row[4]),
    quantity: number(row[5]),
    claims: units(row[6]),
    held: number(row[7]),
    converted: number(row[8]),
    released: number(row[9]),
    expiresAt: row[10] === null ? null : new Date(number(row[10])).toISOString(),
  };
}

export function transferOf(row: Row): TransferLine {
  return {
    sku: text(row[0]),
    transfer: text(row[1]),
    line: text(row[2]),
    from: text(row[3]),
    to: text(row[4]),
    ready: number(row[5]),
    dispatched: number(row[6]),
    received: number(row[7]),
    damaged: number(row[8]),
    missing: number(row[9]),
    cancelledReady: number(row[10]),
    cancelledTransit: number(row[11]),
    held: number(row[12]),
    inTransit: number(row[13]),
  };
}

export function countOf(row: Row): StockCount {
  return {
    sku: text(row[0]),
    sequence: number(row[1]),
    node: text(row[2]),
    state: text(row[3]) as StockState | '',
    counted: number(row[4]),
    countedAt: new Date(number(row[5])).toISOString(),
    session: row[6] === null ? null : text(row[6]),
    variance: row[7] === null ? null : number(row[7]),
    approvedSequence: row[8] === null ? null : number(row[8]),
  };
}
