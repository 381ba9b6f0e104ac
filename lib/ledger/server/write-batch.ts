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
import { type BatchBuffers, persistDecision, type WriteContext } from './persist-decision';

/** How often a decision may ask for more before something must be wrong: every round loads all that was missing. */
export const decide_rounds_max = 12;

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
  recordedAtMs: number;
}

/**
 * One batch in one transaction, two round trips where nothing is missing: lock and read, decide, write and commit.
 * Throws what the database throws; the caller closes the connection. Reads come after the locks in the same exchange,
 * so each sees everything that was committed before its lock was granted. `recordedAfterMs`: what this process has
 * recorded last.
 */
export async function writeBatch(
  lane: LaneConnection,
  groups: readonly (readonly SubmittedEvent[])[],
  cached: CatalogCache,
  ports: StatePorts,
  participants: readonly LedgerParticipant[],
  buffers: BatchBuffers,
  recordedAfterMs: number,
): Promise<BatchOutcome> {
  const events = groups.flat();
  const loaded: LoadedState = {
    state: emptyState(cached.nodes, cached.channels),
    recordedAtMsMax: recordedAfterMs,
  };
  const skus = [...new Set(events.map(({ event }) => event.sku))];
  const wants = guessWants(loaded.state, events);
  const exchange = lane.begin();
  const [stamps, { meta, recordedAtMsMax }] = await allOf([
    lockAndLoadHeads(exchange, loaded.state, skus),
    loadBatch(exchange, loaded, wants, events.length),
    loadOthers(exchange, loaded.state, wants, ports),
  ]);
  loaded.recordedAtMsMax = recordedAtMsMax;
  const catalog =
    meta.catalogVersion === cached.version ? cached : await loadCatalog(exchange, meta.catalogVersion);
  loaded.state = { ...loaded.state, nodes: catalog.nodes, channels: catalog.channels };
  const { decision, recordedAtMs } = await decideLoaded(exchange, loaded, groups, meta, ports);
  const context: WriteContext = { recordedAtMs };
  const [stamp] = meta.sequences;
  if (stamp === undefined) throw new Error('a batch without a number');
  const footing = { stamps, stamp, catalogVersion: catalog.version, flushedLater: false };
  const { sent } = persistDecision(exchange, loaded.state, decision, footing, context, buffers, 0);
  // Nothing is answered before the commit is sent: a participant sends all it has before it waits for anything.
  const persisted = participants.map((each) => each.persist(exchange, decision, context));
  await allOf([...sent, ...persisted, exchange.commit()]);
  return { results: decision.results, recorded: decision.recorded.length, catalog, recordedAtMs };
}

async function decideLoaded(
  exchange: Exchange,
  loaded: LoadedState,
  groups: readonly (readonly SubmittedEvent[])[],
  { sequences, clockMs }: BatchMeta,
  ports: StatePorts,
): Promise<{ decision: Decision; recordedAtMs: number }> {
  for (let round = 0; round < decide_rounds_max; round++) {
    // A clock that was set back must not put a posting before an earlier one of its position.
    const recordedAtMs = Math.max(clockMs, loaded.recordedAtMsMax);
    const recordedAt = new Date(recordedAtMs).toISOString();
    const outcome = decide(loaded.state, groups, { sequences, recordedAt });
    if (outcome.kind === 'decided') return { decision: outcome.decision, recordedAtMs };
    const { wants } = outcome;
    const others = loadOthers(exchange, loaded.state, wants, ports);
    if ([...wants.keys()].some(isBatchKind)) {
      const [read] = await allOf([loadBatch(exchange, loaded, wants, 0), others]);
      loaded.recordedAtMsMax = read.recordedAtMsMax;
    } else await others;
  }
  throw new Error(`a decision still asked for more after ${decide_rounds_max} rounds`);
}
