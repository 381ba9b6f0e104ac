import { setImmediate as nextTurn } from 'node:timers/promises';
import { applyDecision } from '../apply-decision';
import { type Decision, decide } from '../decide';
import type { EventResult, SubmittedEvent } from '../events';
import { emptyState } from '../state';
import type { Exchange, Statement } from './exchange';
import { guessWants } from './guess-wants';
import { allOf, type LaneConnection } from './lane-connection';
import {
  type BatchMeta,
  isBatchKind,
  type LoadedState,
  loadBatch,
  loadOthers,
  lockAndLoadHeads,
  type StatePorts,
} from './load-state';
import { persistDecision, type WriteContext } from './persist-decision';

/** How often a decision may ask for more before something must be wrong: every round loads all that was missing. */
export const decide_rounds_max = 12;

/**
 * A batch is decided and sent in parts of about so many events, so that the database writes one part while the next
 * is decided; all are one transaction.
 */
export const chunk_events = 125;

/** Moves with the event's transaction without the ledger knowing it: allocation and alerts hook in here. */
export interface LedgerParticipant {
  /** Called after the decision, inside the transaction; throwing rolls everything back. */
  persist(exchange: Exchange, decision: Decision, context: WriteContext): Promise<void>;
}

/** What the batch must know of the catalogue; reloaded inside the transaction when its version has moved. */
export interface CatalogCache {
  version: number;
  nodes: ReadonlySet<string>;
  channels: ReadonlyMap<string, readonly string[]>;
}

const readNodes: Statement = { name: 'read_nodes', text: 'SELECT node FROM stock_node' };
const readSources: Statement = {
  name: 'read_sources',
  text: `SELECT c.channel, s.node FROM channel AS c LEFT JOIN channel_source AS s ON s.channel = c.channel
    ORDER BY c.channel, s.rank`,
};

async function loadCatalog(exchange: Exchange, version: number): Promise<CatalogCache> {
  const [nodes, sources] = await allOf([exchange.rows(readNodes, []), exchange.rows(readSources, [])]);
  const channels = new Map<string, string[]>();
  for (const [channel, node] of sources) {
    const list = channels.get(String(channel)) ?? [];
    if (node !== null) list.push(String(node));
    channels.set(String(channel), list);
  }
  return { version, nodes: new Set(nodes.map(([node]) => String(node))), channels };
}

export interface BatchOutcome {
  /** One per event, in the order of the groups. */
  results: EventResult[];
  recorded: number;
  catalog: CatalogCache;
}

/**
 * One batch in one transaction, two round trips where nothing is missing: lock and read, decide, write and commit.
 * Throws what the database throws; the caller closes the connection. Reads come after the locks in the same pipeline, so each
 * sees everything that was committed before its lock was granted.
 */
export async function writeBatch(
  lane: LaneConnection,
  groups: readonly (readonly SubmittedEvent[])[],
  cached: CatalogCache,
  ports: StatePorts,
  participants: readonly LedgerParticipant[],
): Promise<BatchOutcome> {
  const events = groups.flat();
  const loaded: LoadedState = { state: emptyState(cached.nodes, cached.channels), recordedAtMsMax: 0 };
  const skus = [...new Set(events.map(({ event }) => event.sku))];
  const wants = guessWants(loaded.state, events);
  const exchange = lane.begin();
  const [, { meta, recordedAtMsMax }] = await allOf([
    lockAndLoadHeads(exchange, loaded.state, skus),
    loadBatch(exchange, loaded, wants, events.length),
    loadOthers(exchange, loaded.state, wants, ports),
  ]);
  loaded.recordedAtMsMax = recordedAtMsMax;
  const catalog =
    meta.catalogVersion === cached.version ? cached : await loadCatalog(exchange, meta.catalogVersion);
  loaded.state = { ...loaded.state, nodes: catalog.nodes, channels: catalog.channels };
  const sent: Promise<unknown>[] = [];
  const results: EventResult[] = [];
  let recorded = 0;
  for (const chunk of chunksOf(groups)) {
    const sequences = meta.sequences.slice(recorded);
    const { decision, recordedAt } = await decideLoaded(
      exchange,
      loaded,
      chunk,
      { ...meta, sequences },
      ports,
    );
    const context: WriteContext = { xid: meta.xid, recordedAt };
    sent.push(...persistDecision(exchange, loaded.state, decision, context));
    for (const participant of participants) await participant.persist(exchange, decision, context);
    results.push(...decision.results);
    recorded += decision.recorded.length;
    applyDecision(loaded.state, decision);
    // Lets the socket take what was sent: the database writes this part while the next is decided.
    await nextTurn();
  }
  await allOf([...sent, exchange.commit()]);
  return { results, recorded, catalog };
}

/** Whole groups, about `chunk_events` events each. */
function chunksOf(groups: readonly (readonly SubmittedEvent[])[]): (readonly SubmittedEvent[])[][] {
  const chunks: (readonly SubmittedEvent[])[][] = [];
  let events = chunk_events;
  for (const group of groups) {
    if (events >= chunk_events) {
      chunks.push([]);
      events = 0;
    }
    chunks.at(-1)?.push(group);
    events += group.length;
  }
  return chunks;
}

async function decideLoaded(
  exchange: Exchange,
  loaded: LoadedState,
  groups: readonly (readonly SubmittedEvent[])[],
  { sequences, clockMs }: BatchMeta,
  ports: StatePorts,
): Promise<{ decision: Decision; recordedAt: string }> {
  for (let round = 0; round < decide_rounds_max; round++) {
    // A clock that was set back must not put a posting before an earlier one of its position.
    const recordedAt = new Date(Math.max(clockMs, loaded.recordedAtMsMax)).toISOString();
    const outcome = decide(loaded.state, groups, { sequences, recordedAt });
    if (outcome.kind === 'decided') return { decision: outcome.decision, recordedAt };
    const { wants } = outcome;
    const others = loadOthers(exchange, loaded.state, wants, ports);
    if ([...wants.keys()].some(isBatchKind)) {
      const [read] = await allOf([loadBatch(exchange, loaded, wants, 0), others]);
      loaded.recordedAtMsMax = read.recordedAtMsMax;
    } else await others;
  }
  throw new Error(`a decision still asked for more after ${decide_rounds_max} rounds`);
}
