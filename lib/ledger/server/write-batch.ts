import { type Decision, decide } from '../decide';
import type { SubmittedEvent } from '../events';
import { emptyState } from '../state';
import { guessWants } from './guess-wants';
import { allOf, type LaneConnection, type Statement } from './lane-connection';
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

/** Moves with the event's transaction without the ledger knowing it: allocation and alerts hook in here. */
export interface LedgerParticipant {
  /** Called after the decision, inside the transaction; throwing rolls everything back. */
  persist(lane: LaneConnection, decision: Decision, context: WriteContext): Promise<void>;
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

async function loadCatalog(lane: LaneConnection, version: number): Promise<CatalogCache> {
  const [nodes, sources] = await allOf([lane.rows(readNodes, []), lane.rows(readSources, [])]);
  const channels = new Map<string, string[]>();
  for (const [channel, node] of sources) {
    const list = channels.get(String(channel)) ?? [];
    if (node !== null) list.push(String(node));
    channels.set(String(channel), list);
  }
  return { version, nodes: new Set(nodes.map(([node]) => String(node))), channels };
}

export interface BatchOutcome {
  decision: Decision;
  catalog: CatalogCache;
}

/**
 * One batch in one transaction, two round trips where nothing is missing: lock and read, decide, write and commit.
 * Throws what the database throws; the caller rolls back. Reads come after the locks in the same pipeline, so each
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
  const [, , { meta, recordedAtMsMax }] = await allOf([
    lane.begin(),
    lockAndLoadHeads(lane, loaded.state, skus),
    loadBatch(lane, loaded, wants, events.length),
    loadOthers(lane, loaded.state, wants, ports),
  ]);
  loaded.recordedAtMsMax = recordedAtMsMax;
  const catalog =
    meta.catalogVersion === cached.version ? cached : await loadCatalog(lane, meta.catalogVersion);
  loaded.state = { ...loaded.state, nodes: catalog.nodes, channels: catalog.channels };
  const { decision, recordedAt } = await decideLoaded(lane, loaded, groups, meta, ports);
  const context: WriteContext = { xid: meta.xid, recordedAt };
  const sent = persistDecision(lane, decision, context);
  if (participants.length > 0) {
    await allOf(sent);
    for (const participant of participants) await participant.persist(lane, decision, context);
    await lane.commit();
  } else await allOf([...sent, lane.commit()]);
  return { decision, catalog };
}

async function decideLoaded(
  lane: LaneConnection,
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
    const others = loadOthers(lane, loaded.state, wants, ports);
    if ([...wants.keys()].some(isBatchKind)) {
      const [read] = await allOf([loadBatch(lane, loaded, wants, 0), others]);
      loaded.recordedAtMsMax = read.recordedAtMsMax;
    } else await others;
  }
  throw new Error(`a decision still asked for more after ${decide_rounds_max} rounds`);
}
