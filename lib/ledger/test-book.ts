import type { DecidedEvent } from './decide';
import type { EventResult } from './events';
import { inventoryEventSchema } from './events';
import { type InMemoryCatalog, LedgerInMemory } from './ledger-in-memory';
import type { Refusal } from './refusals';
import { stockStates } from './states';

/** Three nodes; `web` sells from the warehouse, then a dark store that `quick` sells from too; `solo` has one source. */
export const testCatalog: InMemoryCatalog = {
  skus: ['A', 'B', 'C'],
  nodes: ['WH', 'D1', 'D2'],
  channels: { web: ['WH', 'D1'], quick: ['D1', 'D2'], solo: ['WH'], nowhere: [] },
};

export const occurred = '2026-03-01T10:00:00.000Z';
export const recorded = '2026-03-01T10:00:01.000Z';

/** `minutes` after the time at which events of a test occur unless they say otherwise. */
export const later = (minutes: number): string =>
  new Date(Date.parse(occurred) + minutes * 60_000).toISOString();

type Fields = Record<string, unknown>;

/** A ledger with shorthands, for tables of events and what they leave behind. */
export class TestBook {
  readonly ledger: LedgerInMemory;
  private count = 0;

  constructor(
    keptBack?: (sku: string, node: string) => number,
    catalog = testCatalog,
    promised?: (sku: string, node: string) => number,
  ) {
    this.ledger = new LedgerInMemory(catalog, keptBack, promised);
  }

  /** An event of SKU A, with an id of its own, that occurred at `occurred`. */
  event(fields: Fields) {
    this.count += 1;
    return inventoryEventSchema.parse({
      source: 'test',
      id: `e${this.count}`,
      sku: 'A',
      occurredAt: occurred,
      ...fields,
    });
  }

  /** Posts the events as one call; a result each. */
  post(...events: Fields[]): EventResult[] {
    return this.ledger.post(
      events.map((fields) => this.event(fields)),
      'tester',
      recorded,
    );
  }

  /** Posts the events one after the other and throws where one is not applied; returns the last one's record. */
  apply(...events: Fields[]): DecidedEvent {
    for (const fields of events) {
      const [result] = this.post(fields);
      if (result?.status !== 'applied')
        throw new Error(`${fields.type} was ${result?.status}: ${result?.detail}`);
    }
    const last = this.ledger.log.at(-1);
    if (last === undefined) throw new Error('nothing was recorded');
    return last;
  }

  /** Posts one event that must be refused, and must leave every balance as it was. */
  refuse(fields: Fields): Refusal & EventResult {
    const before = this.balances();
    const [result] = this.post(fields);
    if (result?.status !== 'refused' || result.code === undefined || result.detail === undefined)
      throw new Error(`${fields.type} was ${result?.status}`);
    if (this.balances() !== before) throw new Error(`a refused ${fields.type} moved stock`);
    return result as Refusal & EventResult;
  }

  /** What is not zero of SKU A (or another) at a node, as `available 3, committed 2`. */
  at(node: string, sku = 'A'): string {
    const balances = this.ledger.balances(sku, node);
    return stockStates
      .filter((state) => balances[state] !== 0)
      .map((state) => `${state} ${balances[state]}`)
      .join(', ');
  }

  /** The order line of SKU A by its order (line 1 unless said): where it is claimed, and what it waits for. */
  line(order: string, channel = 'web', line = '1') {
    for (const found of this.ledger.state.orderLines.values())
      if (found?.channel === channel && found.order === order && found.line === line)
        return { claims: found.claims, backordered: found.backordered };
    throw new Error(`no line of order ${order}`);
  }

  private balances(): string {
    return JSON.stringify([...this.ledger.state.positions].filter(([, position]) => position !== null));
  }
}

/** The legs of an event that are not zero, by node: `WH: supplier -5, available 5`. */
export function legsOf({ postings }: Pick<DecidedEvent, 'postings'>): string[] {
  return postings.map(({ node, deltas, outside }) => {
    const legs = Object.entries({ ...outside, ...deltas }).filter(([, units]) => units !== 0);
    return `${node}: ${legs.map(([account, units]) => `${account} ${units}`).join(', ')}`;
  });
}

export const receipt = (quantity: number, node = 'WH', more: Fields = {}): Fields => ({
  type: 'receipt',
  quantity,
  node,
  ...more,
});
export const placed = (order: string, quantity: number, more: Fields = {}): Fields => ({
  type: 'order_placed',
  channel: 'web',
  order,
  line: '1',
  quantity,
  ...more,
});
export const cancelled = (order: string, quantity: number, more: Fields = {}): Fields => ({
  ...placed(order, quantity, more),
  type: 'order_cancelled',
});
export const shipped = (order: string, quantity: number, more: Fields = {}): Fields => ({
  ...placed(order, quantity, more),
  type: 'order_shipped',
});
/** Cumulative: ordered, cancelled, shipped. */
export const snapshot = (
  order: string,
  [ordered, cancelledUnits, shippedUnits]: [number, number, number],
  more: Fields = {},
): Fields => ({
  type: 'order_snapshot',
  channel: 'web',
  order,
  line: '1',
  ordered,
  cancelled: cancelledUnits,
  shipped: shippedUnits,
  returned: 0,
  ...more,
});
export const reserved = (order: string, quantity: number, more: Fields = {}): Fields => ({
  reservation: `r-${order}`,
  ...placed(order, quantity, more),
  type: 'reserved',
});
export const released = (order: string, quantity: number, more: Fields = {}): Fields => ({
  ...reserved(order, quantity, more),
  type: 'reservation_released',
});
/** One step of transfer t1, line 1; from the warehouse to the first dark store unless said. */
export const transfer = (step: string, quantity: number, more: Fields = {}): Fields => ({
  type: `transfer_${step}`,
  transfer: 't1',
  line: '1',
  quantity,
  ...(step === 'cancelled' ? {} : { from: 'WH', to: 'D1' }),
  ...more,
});
