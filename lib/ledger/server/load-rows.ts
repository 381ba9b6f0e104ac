import type { OrderCounters, OrderLine, Reservation, TransferLine, UnitsByNode } from '../order-line';
import type { StockCount } from '../state';
import type { StockState } from '../states';
import type { Row } from './lane-connection';

export const number = (value: Row[number] | undefined): number => Number(value ?? 0);
export const text = (value: Row[number] | undefined): string => String(value ?? '');

function units(value: Row[number] | undefined): UnitsByNode {
  if (value === null || value === undefined || value === '{}') return {};
  return (typeof value === 'string' ? JSON.parse(value) : value) as UnitsByNode;
}

function counters(row: Row, from: number): OrderCounters {
  return {
    ordered: number(row[from]),
    cancelled: number(row[from + 1]),
    shipped: number(row[from + 2]),
    returned: number(row[from + 3]),
  };
}

export function orderLineOf(row: Row): OrderLine {
  return {
    sku: text(row[1]),
    channel: text(row[2]),
    order: text(row[3]),
    line: text(row[4]),
    sequence: number(row[5]),
    placedAt: number(row[6]),
    counted: counters(row, 7),
    reported: row[11] === null ? null : counters(row, 11),
    shippedBefore: number(row[15]),
    cancelledBefore: number(row[16]),
    claims: units(row[17]),
    waiting: units(row[18]),
    backordered: number(row[19]),
  };
}

export function reservationOf(row: Row): Reservation {
  const expiresAt = row[10] as unknown;
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
    expiresAt: expiresAt === null ? null : new Date(expiresAt as string).toISOString(),
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
