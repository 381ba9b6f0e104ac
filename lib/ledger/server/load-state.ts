import { bucketOf, compareSkuKeys } from '../bucket';
import { type InventoryEvent, inventoryEventSchema } from '../events';
import { keyOf, type LedgerState, type RecordedEvent, splitKey, type WantKind, type Wants } from '../state';
import type { OutsideAccount, StockState } from '../states';
import type { Exchange, Row } from './exchange';
import {
  countOf,
  fieldsOf,
  number,
  orderLineOf,
  positionOf,
  reservationOf,
  text,
  transferOf,
  verdictOf,
} from './load-rows';
import {
  backordersBySku,
  claimLinesByNode,
  countByKey,
  eventByKey,
  eventBySequence,
  lockHeads,
  postingsOfEvent,
  readBatch,
  reservationByKey,
  reservationByOrder,
  reservationBySku,
  snapshotByKey,
  transferByKey,
  transferBySku,
  trueBalance,
} from './load-statements';
import { ArrayWriter } from './pg-binary';

/** Loads more of what a decision asks for; parameters of the writer, because the ledger does not know these rules. */
export interface StatePorts {
  /** Units per (sku, node) that requests may not touch, in the order of the keys. */
  loadKeptBack(keys: readonly { sku: string; node: string }[]): Promise<number[]>;
  /**
   * Units per (sku, node) that channels may still sell; none where left out. Asked for after the heads are locked, and
   * whoever grants a right holds them too: what is read here stands until the batch is written.
   */
  loadPromised?(keys: readonly { sku: string; node: string }[]): Promise<number[]>;
}

/** The columns of the keys, bucket first: `[[sku, node], …]` becomes `['{12,…}', '{sku,…}', '{node,…}']`. */
function keyColumns(keys: readonly string[], width: number): Buffer[] {
  const parts = keys.map(splitKey);
  const writer = new ArrayWriter();
  writer.smallNumbers(parts.map(([sku]) => bucketOf(sku ?? '')));
  for (let index = 0; index < width; index++) writer.texts(parts, (part) => part[index] ?? '');
  return writer.arrays();
}

/** Locks the heads of SKUs in key order (the one order all writers keep) and loads them; returns their stamps. */
export async function lockAndLoadHeads(
  exchange: Exchange,
  state: LedgerState,
  skus: readonly string[],
): Promise<Map<string, number>> {
  const keyed = skus.map((sku) => ({ sku, bucket: bucketOf(sku) }));
  keyed.sort(compareSkuKeys);
  for (const sku of skus) state.heads.set(sku, null);
  const writer = new ArrayWriter();
  writer.smallNumbers(keyed.map((key) => key.bucket));
  writer.texts(keyed, (key) => key.sku);
  const rows = await exchange.rows(lockHeads, writer.arrays());
  const stamps = new Map<string, number>();
  for (const row of rows) {
    const sku = text(row[0]);
    state.heads.set(sku, { sku, backordered: number(row[1]), reserved: number(row[2]) });
    stamps.set(sku, number(row[3]));
  }
  return stamps;
}

/** Everything loaded in a batch, and the latest recording among it: a later one may not carry an earlier time. */
export interface LoadedState {
  state: LedgerState;
  recordedAtMsMax: number;
}

export interface BatchMeta {
  catalogVersion: number;
  clockMs: number;
  sequences: number[];
}

const none: ReadonlySet<string> = new Set();

/** Reads what `wants` names of the kinds that nearly every batch needs, and numbers for `events` events. */
export async function loadBatch(
  exchange: Exchange,
  { state, ...loaded }: LoadedState,
  wants: Wants,
  events: number,
): Promise<{ meta: BatchMeta; recordedAtMsMax: number }> {
  const recorded = [...(wants.get('recorded') ?? none)];
  const positions = [...(wants.get('positions') ?? none)];
  const lines = [...(wants.get('orderLines') ?? none)];
  for (const key of recorded) state.recorded.set(key, null);
  for (const key of positions) state.positions.set(key, null);
  for (const key of lines) state.orderLines.set(key, null);
  const rows = await exchange.rows(readBatch, [
    events,
    ...keyColumns(recorded, 2).slice(1),
    ...keyColumns(positions, 2),
    ...keyColumns(lines, 4),
  ]);
  let { recordedAtMsMax } = loaded;
  let meta: BatchMeta | null = null;
  for (const [row] of rows) {
    const fields = fieldsOf(String(row).slice(1));
    switch (String(row)[0]) {
      case 'm':
        meta = {
          catalogVersion: number(fields[0]),
          clockMs: number(fields[1]),
          sequences: text(fields[2]).split(',').map(Number),
        };
        break;
      case 'e':
        state.recorded.set(keyOf.recorded(text(fields[0]), text(fields[1])), verdictOf(fields));
        break;
      case 'p': {
        const position = positionOf(fields);
        recordedAtMsMax = Math.max(recordedAtMsMax, number(fields[9]));
        state.positions.set(keyOf.position(position.sku, position.node), position);
        break;
      }
      default: {
        const line = orderLineOf(fields);
        state.orderLines.set(keyOf.orderLine(line), line);
      }
    }
  }
  if (meta === null) throw new Error('a batch was read without its numbers');
  return { meta, recordedAtMsMax };
}

type BatchKind = 'recorded' | 'positions' | 'orderLines';
const batchKinds: ReadonlySet<WantKind> = new Set<BatchKind>(['recorded', 'positions', 'orderLines']);

type Loader = (exchange: Exchange, state: LedgerState, keys: string[], ports: StatePorts) => Promise<void>;

const loaders: Record<Exclude<WantKind, 'heads' | BatchKind>, Loader> = {
  async reservations(exchange, state, keys) {
    for (const key of keys) state.reservations.set(key, null);
    for (const row of await exchange.rows(reservationByKey, keyColumns(keys, 5))) {
      const reservation = reservationOf(row);
      state.reservations.set(keyOf.reservation(reservation), reservation);
    }
  },
  async transfers(exchange, state, keys) {
    for (const key of keys) state.transfers.set(key, null);
    for (const row of await exchange.rows(transferByKey, keyColumns(keys, 3))) {
      const transfer = transferOf(row);
      state.transfers.set(keyOf.transfer(transfer), transfer);
    }
  },
  async counts(exchange, state, keys) {
    for (const key of keys) state.counts.set(key, null);
    const parts = keys.map(splitKey);
    const writer = new ArrayWriter();
    writer.smallNumbers(parts.map(([sku]) => bucketOf(sku ?? '')));
    writer.texts(parts, ([sku]) => sku ?? '');
    writer.numbers(parts.map(([, sequence]) => Number(sequence)));
    const rows = await exchange.rows(countByKey, writer.arrays());
    for (const row of rows) {
      const count = countOf(row);
      state.counts.set(keyOf.count(count.sku, count.sequence), count);
    }
  },
  async snapshots(exchange, state, keys) {
    for (const key of keys) state.snapshots.set(key, null);
    for (const row of await exchange.rows(snapshotByKey, keyColumns(keys, 2))) {
      const snapshot = {
        sku: text(row[0]),
        node: text(row[1]),
        takenAt: new Date(number(row[2])).toISOString(),
        onHand: number(row[3]),
        sequence: number(row[4]),
      };
      state.snapshots.set(keyOf.position(snapshot.sku, snapshot.node), snapshot);
    }
  },
  async events(exchange, state, keys) {
    for (const key of keys) state.events.set(key, await loadEvent(exchange, state, key));
  },
  async backorders(exchange, state, keys) {
    for (const sku of keys) state.backorders.set(sku, []);
    for (const row of await exchange.rows(backordersBySku, keyColumns(keys, 1))) {
      const line = orderLineOf(fieldsOf(text(row[0])));
      const key = keyOf.orderLine(line);
      state.backorders.get(line.sku)?.push(key);
      if (!state.orderLines.has(key)) state.orderLines.set(key, line);
    }
  },
  async claims(exchange, state, keys) {
    for (const key of keys) {
      const claims = { orderLines: [] as string[], reservations: [] as string[], transfers: [] as string[] };
      for (const row of await exchange.rows(claimLinesByNode, keyColumns([key], 2))) {
        const line = orderLineOf(fieldsOf(text(row[0])));
        claims.orderLines.push(keyOf.orderLine(line));
        if (!state.orderLines.has(keyOf.orderLine(line))) state.orderLines.set(keyOf.orderLine(line), line);
      }
      const bySku = keyColumns([splitKey(key)[0] ?? ''], 1);
      for (const row of await exchange.rows(reservationBySku, bySku)) {
        const reservation = reservationOf(row);
        claims.reservations.push(keyOf.reservation(reservation));
        if (!state.reservations.has(keyOf.reservation(reservation)))
          state.reservations.set(keyOf.reservation(reservation), reservation);
      }
      for (const row of await exchange.rows(transferBySku, bySku)) {
        const transfer = transferOf(row);
        claims.transfers.push(keyOf.transfer(transfer));
        if (!state.transfers.has(keyOf.transfer(transfer)))
          state.transfers.set(keyOf.transfer(transfer), transfer);
      }
      state.claims.set(key, claims);
    }
  },
  async orderReservations(exchange, state, keys) {
    for (const key of keys) state.orderReservations.set(key, []);
    for (const row of await exchange.rows(reservationByOrder, keyColumns(keys, 4))) {
      const reservation = reservationOf(row);
      const key = keyOf.reservation(reservation);
      state.orderReservations.get(keyOf.orderLine(reservation))?.push(key);
      if (!state.reservations.has(key)) state.reservations.set(key, reservation);
    }
  },
  async trueBalances(exchange, state, keys) {
    for (const key of keys) {
      const [sku = '', node = '', at = ''] = splitKey(key);
      const [row = []] = await exchange.rows(trueBalance, [bucketOf(sku), sku, node, at]);
      state.trueBalances.set(key, {
        available: number(row[0]),
        committed: number(row[1]),
        quality_control: number(row[2]),
        damaged: number(row[3]),
        incoming: number(row[4]),
      });
    }
  },
  async keptBack(_exchange, state, keys, ports) {
    const parts = keys.map(splitKey).map(([sku = '', node = '']) => ({ sku, node }));
    const kept = await ports.loadKeptBack(parts);
    keys.forEach((key, index) => {
      state.keptBack.set(key, kept[index] ?? 0);
    });
  },
  async promised(_exchange, state, keys, ports) {
    const parts = keys.map(splitKey).map(([sku = '', node = '']) => ({ sku, node }));
    const units = (await ports.loadPromised?.(parts)) ?? [];
    keys.forEach((key, index) => {
      state.promised.set(key, units[index] ?? 0);
    });
  },
};

/** Loads what is wanted beside the kinds of `loadBatch`, every kind at once. Heads are locked before all else. */
export async function loadOthers(
  exchange: Exchange,
  state: LedgerState,
  wants: Wants,
  ports: StatePorts,
): Promise<void> {
  const loads: Promise<void>[] = [];
  for (const [kind, keys] of wants) {
    if (kind === 'heads') throw new Error('an event of a SKU whose head was not locked');
    if (isBatchKind(kind) || keys.size === 0) continue;
    loads.push(loaders[kind](exchange, state, [...keys], ports));
  }
  const settled = await Promise.allSettled(loads);
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}

export function isBatchKind(kind: WantKind): kind is BatchKind {
  return batchKinds.has(kind);
}

/** Key: `#sequence` (of any locked SKU) or source and id. */
async function loadEvent(exchange: Exchange, state: LedgerState, key: string): Promise<RecordedEvent | null> {
  let rows: Row[] = [];
  if (key.startsWith('#')) {
    const writer = new ArrayWriter();
    writer.texts([...state.heads.keys()], (sku) => sku);
    rows = await exchange.rows(eventBySequence, [...writer.arrays(), Number(key.slice(1))]);
  } else rows = await exchange.rows(eventByKey, splitKey(key));
  const row = rows[0];
  if (row === undefined) return null;
  const postings = await exchange.rows(postingsOfEvent, [number(row[0]), number(row[2])]);
  return {
    sequence: number(row[2]),
    event: storedEvent({
      sku: text(row[1]),
      source: text(row[3]),
      id: text(row[4]),
      type: text(row[5]),
      quantity: row[6] === null ? null : number(row[6]),
      occurredAt: new Date(number(row[7])).toISOString(),
      content: text(row[8]),
    }),
    refused: row[9] !== null,
    reversed: row[10] === 't',
    postings: postings.map((posting) => ({
      node: text(posting[0]),
      deltas: {
        available: number(posting[1]),
        committed: number(posting[2]),
        quality_control: number(posting[3]),
        damaged: number(posting[4]),
        incoming: number(posting[5]),
      } satisfies Record<StockState, number>,
      outside: {
        supplier: number(posting[6]),
        customer: number(posting[7]),
        adjustment: number(posting[8]),
        scrap: number(posting[9]),
      } satisfies Record<OutsideAccount, number>,
    })),
  };
}

/** An event as it was recorded, back from its columns and its content. */
export function storedEvent(row: {
  source: string;
  id: string;
  type: string;
  sku: string;
  quantity: number | null;
  occurredAt: string;
  content: string;
}): InventoryEvent {
  const { content, quantity, ...columns } = row;
  const fields = JSON.parse(content) as Record<string, unknown>;
  return inventoryEventSchema.parse({ ...columns, ...(quantity === null ? {} : { quantity }), ...fields });
}
