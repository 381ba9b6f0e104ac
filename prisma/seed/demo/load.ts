import { type CatalogInput, catalogSchema } from '@/lib/catalog/schema';
import { type EventResult, type InventoryEvent, inventoryEventSchema } from '@/lib/ledger/events';
import { readOnlineRetail } from '../online-retail';
import { type DemoConnections, demoCatalog } from './catalog';
import { type DemoHistory, demoHistory } from './history';

/** The ways in that everybody has: the catalogue's and the ledger's. */
export interface DemoPorts {
  putCatalog(catalog: CatalogInput): Promise<{ ok: true } | { ok: false; refusal: { detail: string } }>;
  post(events: readonly InventoryEvent[]): Promise<readonly EventResult[]>;
  /** The instant at which the history ends. The same one again repeats the same events, which changes nothing. */
  now: Date;
  connections?: DemoConnections;
  progress?: (line: string) => void;
}

const events_per_call = 1_000;
/** So many calls are under way at once; the ledger takes them in order. */
const calls_max = 3;
const progress_ms = 2_000;

/** Loads the demo brand: its catalogue and its three months. Throws where anything of it is refused. */
export async function loadDemoBrand(ports: DemoPorts): Promise<DemoHistory> {
  const say = ports.progress ?? (() => undefined);
  say('Making the demo brand: reading a year of real orders …');
  const history = demoHistory(await readOnlineRetail(), ports.now);
  const put = await ports.putCatalog(catalogSchema.parse(demoCatalog(ports.connections)));
  if (!put.ok) throw new Error(`The demo brand's catalogue was refused: ${put.refusal.detail}`);

  const total = history.events.length;
  const begunMs = performance.now();
  let saidMs = begunMs;
  let done = 0;
  const under: Promise<void>[] = [];
  for (let from = 0; from < total; from += events_per_call) {
    const events = history.events.slice(from, from + events_per_call);
    const call = ports.post(events.map((event) => inventoryEventSchema.parse(event))).then((results) => {
      const refused = results.find((result) => result.status === 'refused');
      if (refused !== undefined)
        throw new Error(`An event of the demo brand was refused: ${refused.id}: ${refused.detail}`);
      done += events.length;
      if (performance.now() - saidMs < progress_ms) return;
      saidMs = performance.now();
      say(`Making the demo brand: ${done} of ${total} events`);
    });
    under.push(call);
    if (under.length >= calls_max) await under.shift();
  }
  await Promise.all(under);
  const seconds = ((performance.now() - begunMs) / 1_000).toFixed(1);
  say(`The demo brand is there: ${total} events of three months, loaded in ${seconds} s.`);
  return history;
}
