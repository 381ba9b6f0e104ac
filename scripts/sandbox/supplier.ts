import path from 'node:path';
import { superviseMe } from '../serve/child';
import { Api } from './api';
import { KeptSettings, readProgram, supplierConfigSchema } from './config';
import { serveControl } from './control-server';
import { Journal, type Kept } from './journal';
import { Recent } from './recent';

/**
 * Suppliers and warehouse staff in one, at time-lapse: orders what has run low and has it arrive, carries stock over to
 * the other nodes, sends off what the history left unsent, and takes returned parcels in. All of it through the API.
 */
const [, , folder, address] = process.argv;
if (folder === undefined || address === undefined) throw new Error('usage: supplier.ts FOLDER API');
const round_ms = 10_000;
const work_ms = 500;
const supply_ms = [15_000, 60_000] as const;
const carry_ms = [10_000, 40_000] as const;
const inspect_ms = [20_000, 90_000] as const;
/** What the history left undone is done over the first minutes. */
const catch_up_ms = 8 * 60_000;
const events_max = 200;
const returns_looked_at_max = 400;
const damaged_share = 0.12;

const doing: Readonly<Record<string, string>> = {
  receipt: 'Delivered',
  transfer_dispatched: 'Sent off',
  transfer_received: 'Carried over',
  order_shipped: 'Shipped',
  return_received: 'Came back:',
  return_inspected: 'Looked at',
};

interface Task {
  dueMs: number;
  /** What it brings, so that it is not called for twice. */
  brings: string | null;
  event: Record<string, unknown>;
}
type Change = { add?: Task[]; number?: number; done?: number[]; handled?: string };

class TaskBook implements Kept<unknown, Change> {
  tasks = new Map<number, Task>();
  handled = new Set<string>();
  next = 0;
  number = 0;
  counts = { orders: 0, units: 0 };

  apply({ add, number, done, handled }: Change): void {
    for (const task of add ?? []) this.tasks.set(this.next++, task);
    this.number = number ?? this.number;
    for (const id of done ?? []) {
      const task = this.tasks.get(id);
      this.tasks.delete(id);
      this.counts.orders += 1;
      this.counts.units += Number(task?.event.quantity ?? 0);
    }
    if (handled !== undefined) this.handled.add(handled);
  }

  whole() {
    const { next, number, counts } = this;
    return { tasks: [...this.tasks], handled: [...this.handled], next, number, counts };
  }

  restore({ tasks, handled, ...others }: ReturnType<TaskBook['whole']>): void {
    Object.assign(this, others);
    this.tasks = new Map(tasks);
    this.handled = new Set(handled);
  }
}

interface Position {
  sku: string;
  node: string;
  available: number;
}

const config = readProgram(folder, supplierConfigSchema);
const settings = new KeptSettings(folder, config.running);
const book = new TaskBook();
const journal = new Journal(path.join(folder, 'book'), book);
const recent = new Recent();
const api = new Api(address, config.apiKey);
const reader = new Api(address, config.readKey);
if (book.next === 0) journal.write({ add: config.unfinished.map(leftOver) });

let busy = false;
let roundAtMs = 0;
const working = setInterval(() => void work(), work_ms);

const server = await serveControl(
  { port: config.port, secret: config.control },
  {
    status: () => {
      const nowMs = Date.now();
      const { running, speed, faults, downUntilMs } = settings.get(nowMs);
      return {
        name: config.name,
        kind: 'supplier',
        title: config.title,
        running,
        speed,
        faults,
        downUntil: downUntilMs > nowMs ? new Date(downUntilMs).toISOString() : null,
        flash: null,
        reports: 'events',
        ...book.counts,
        refused: 0,
        ordersLastMinute: recent.withinMinute(nowMs),
        waiting: book.tasks.size,
        last: recent.last,
      };
    },
    command: (command) => settings.set(command, Date.now()),
    listing: () => ({ levels: [] }),
  },
);
superviseMe(async () => {
  clearInterval(working);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  journal.close();
}).ready();

async function work(): Promise<void> {
  const nowMs = Date.now();
  const { running, downUntilMs } = settings.get(nowMs);
  if (busy || !running || downUntilMs > nowMs) return;
  busy = true;
  try {
    await doWhatIsDue(nowMs);
    if (nowMs - roundAtMs >= round_ms) {
      roundAtMs = nowMs;
      await orderWhatIsLow(nowMs);
      await takeReturns(nowMs);
    }
  } finally {
    busy = false;
  }
}

async function doWhatIsDue(nowMs: number): Promise<void> {
  const due = [...book.tasks].filter(([, task]) => task.dueMs <= nowMs).slice(0, events_max);
  if (due.length === 0) return;
  const occurredAt = (dueMs: number) => new Date(dueMs).toISOString();
  // A task keeps its id and its time, so that it may be reported again after a lost answer.
  const results = await api.post(
    due.map(([, { event, dueMs }]) => ({ occurredAt: occurredAt(dueMs), ...event })),
  );
  if (results === undefined) return;
  journal.write({ done: due.map(([id]) => id) });
  for (const [, { event }] of due)
    recent.note(
      String(event.id),
      `${doing[String(event.type)]} ${event.quantity} × ${event.sku}`,
      new Date(),
    );
}

async function orderWhatIsLow(nowMs: number): Promise<void> {
  const positions = await api.list<Position>('/positions?limit=1000');
  if (positions === undefined) return;
  const available = new Map(positions.map((each) => [`${each.sku} ${each.node}`, each.available]));
  const called = new Set([...book.tasks.values()].map(({ brings }) => brings));
  const add: Task[] = [];
  let { number } = book;
  for (const { sku, node, full, reorder, caseQuantity, unitCost } of config.levels) {
    const key = `${sku} ${node}`;
    const there = available.get(key) ?? 0;
    if (there > reorder || called.has(key)) continue;
    if (node === config.warehouse) {
      const quantity = Math.max(1, Math.round((full - there) / caseQuantity)) * caseQuantity;
      const purchaseOrder = `SPO-${++number}`;
      const event = { type: 'receipt', id: purchaseOrder, sku, quantity, node, purchaseOrder, unitCost };
      add.push({ dueMs: nowMs + between(supply_ms), brings: key, event: { source: config.name, ...event } });
      continue;
    }
    const from = config.warehouse;
    const spare = Math.floor((available.get(`${sku} ${from}`) ?? 0) / 2);
    const quantity = Math.min(spare, full - there);
    if (quantity <= 0) continue;
    available.set(`${sku} ${from}`, spare);
    const transfer = `STR-${++number}`;
    const route = { source: config.name, sku, quantity, transfer, line: '1', from, to: node };
    add.push(
      {
        dueMs: nowMs,
        brings: null,
        event: { type: 'transfer_dispatched', id: `${transfer}/dispatched`, ...route },
      },
      {
        dueMs: nowMs + between(carry_ms),
        brings: key,
        event: { type: 'transfer_received', id: `${transfer}/received`, ...route },
      },
    );
  }
  if (add.length > 0) journal.write({ add, number });
}

/** Parcels that a channel has announced as returned arrive, and are looked at a little later. */
async function takeReturns(nowMs: number): Promise<void> {
  for (const channel of config.returnChannels) {
    const orders = await reader.list<{ order: string; line: string; sku: string; expectedReturn: number }>(
      `/orders?channel=${channel}&status=shipped&limit=${returns_looked_at_max}`,
      1,
    );
    for (const { order, line, sku, expectedReturn } of orders ?? []) {
      const key = `${channel}/${order}/${line}`;
      if (expectedReturn <= 0 || book.handled.has(key)) continue;
      const event = {
        source: config.name,
        sku,
        quantity: expectedReturn,
        node: config.warehouse,
        channel,
        order,
        line,
      };
      const receivedMs = nowMs + between(carry_ms);
      const disposition = Math.random() < damaged_share ? 'damaged' : 'available';
      const add = [
        {
          dueMs: receivedMs,
          brings: null,
          event: { type: 'return_received', id: `${key}/returned`, ...event },
        },
        {
          dueMs: receivedMs + between(inspect_ms),
          brings: null,
          event: { type: 'return_inspected', id: `${key}/inspected`, ...event, disposition },
        },
      ];
      journal.write({ add, handled: key });
    }
  }
}

function leftOver(what: (typeof config.unfinished)[number]): Task {
  const dueMs = Date.now() + Math.random() * catch_up_ms;
  if (what.kind === 'transfer') {
    const { transfer, sku, units, from, to } = what;
    const event = {
      type: 'transfer_received',
      id: `${transfer}/received`,
      sku,
      transfer,
      line: '1',
      from,
      to,
    };
    return { dueMs, brings: `${sku} ${to}`, event: { source: config.name, quantity: units, ...event } };
  }
  const { channel, order, line, sku, units } = what;
  const event = { type: 'order_shipped', id: `${order}/${line}/shipped`, sku, channel, order, line };
  return { dueMs, brings: null, event: { source: config.name, quantity: units, ...event } };
}

function between([least, most]: readonly [number, number]): number {
  return least + Math.random() * (most - least);
}
