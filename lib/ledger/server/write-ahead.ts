import { type Decision, decide } from '../decide';
import type { EventResult, InventoryEvent, SubmittedEvent } from '../events';
import type { KnownState } from './known-state';
import { allOf, type LaneConnection } from './lane-connection';
import type { Durability } from './make-durable';
import type { NumberStock } from './number-stock';
import { type BatchBuffers, persistDecision, type WriteContext } from './persist-decision';
import { readAhead } from './read-ahead';
import { decide_rounds_max, type LedgerParticipant } from './write-batch';

/** What always has to look at more than is remembered. */
const never_known: ReadonlySet<InventoryEvent['type']> = new Set([
  'claims_moved',
  'reserved',
  'reservation_released',
  'transfer_ready',
  'transfer_dispatched',
  'transfer_received',
  'transfer_cancelled',
  'stock_counted',
  'count_approved',
  'node_snapshot',
  'reversal',
]);

/** A batch that was sent. */
export interface SentBatch {
  results: EventResult[];
  recorded: number;
  recordedAtMs: number;
  /** Resolves when it is durable; rejects where nothing of it was written, or nobody knows. */
  durable: Promise<void>;
}

export interface AheadWriter {
  known: KnownState;
  numbers: NumberStock;
  lane: LaneConnection;
  reader: LaneConnection;
  durability: Durability;
  buffers: BatchBuffers;
  participants: readonly LedgerParticipant[];
  /** Duplicates, and orders under a number that is in use, are likely. */
  cautious: boolean;
  /** False once something that was sent before has failed: it has to be written again first. */
  isInOrder(): boolean;
  /** What this process has recorded last. */
  recordedAfterMs: number;
}

/**
 * Decides a batch on what is remembered and sends it in one go, behind those that are still being written: no round
 * trip is waited for. Returns null where more has to be looked at than is remembered, or where something before it failed. Nothing is lost where the memory
 * was wrong: the database then refuses the batch as a whole.
 */
export async function writeAhead(
  writer: AheadWriter,
  groups: readonly (readonly SubmittedEvent[])[],
): Promise<SentBatch | null> {
  const { known, numbers, lane, reader, durability } = writer;
  const events = groups.flat();
  if (events.some(({ event }) => never_known.has(event.type))) return null;
  try {
    const missing = known.missing(events, writer.cautious);
    if (missing !== null) known.take(missing, await readAhead(reader, missing));
    const sequences = await numbers.take(events.length, reader);
    // Nothing is waited for from here until it is sent.
    if (!writer.isInOrder()) return null;
    known.assumeNew(events);
    const skus = new Set(events.map(({ event }) => event.sku));
    const { stamps, recordedAfterMs } = known.footing(skus);
    const recordedAtMs = Math.max(numbers.now(), recordedAfterMs, writer.recordedAfterMs);
    const decision = decideKnown(known, groups, sequences, recordedAtMs);
    if (decision === null || decision.results.some((result) => isUnsure(result, writer.cautious)))
      return null;
    const { results, recorded } = decision;
    // What was there already may have been committed a moment ago by somebody who has not flushed it yet.
    if (recorded.length === 0) return { results, recorded: 0, recordedAtMs, durable: durability.flush() };
    const [stamp] = sequences;
    if (stamp === undefined) throw new Error('a batch without a number');
    const exchange = lane.begin();
    const context: WriteContext = { recordedAtMs };
    // A lone event waits for its own commit; what comes in numbers goes on meanwhile.
    const flushedLater = events.length > 1;
    const footing = { stamps, stamp, catalogVersion: known.catalog.version, flushedLater };
    const drawn = numbers.wanted(events.length);
    const { moved, sent } = persistDecision(
      exchange,
      known.state,
      decision,
      footing,
      context,
      writer.buffers,
      drawn,
    );
    known.apply(decision, skus, stamp);
    // Nothing else is sent between: a participant sends all it has before it waits for anything.
    const persisted = writer.participants.map((each) => each.persist(exchange, decision, context));
    const committed = exchange.commit();
    const durable = allOf([...sent, ...persisted, committed]).then(async () => {
      numbers.add(await moved);
      if (flushedLater) await durability.flush();
    });
    return { results, recorded: recorded.length, recordedAtMs, durable };
  } finally {
    known.settle();
  }
}

/**
 * A refusal that leaves no trace is not tried by being written: it must not rest on a name that the catalogue may have
 * got since it was read, nor on events being new that were only taken to be.
 */
const isUnsure = ({ status, sequence, code }: EventResult, cautious: boolean): boolean =>
  status === 'refused' && sequence === undefined && (!cautious || code?.startsWith('unknown_') === true);

function decideKnown(
  known: KnownState,
  groups: readonly (readonly SubmittedEvent[])[],
  sequences: readonly number[],
  recordedAtMs: number,
): Decision | null {
  const recordedAt = new Date(recordedAtMs).toISOString();
  for (let round = 0; round < decide_rounds_max; round++) {
    const outcome = decide(known.state, groups, { sequences, recordedAt });
    if (outcome.kind === 'decided') return outcome.decision;
    if (!known.answer(outcome.wants)) return null;
  }
  return null;
}
