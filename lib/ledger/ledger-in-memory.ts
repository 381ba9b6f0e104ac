import { applyDecision } from './apply-decision';
import { type DecidedEvent, type Decision, decide, submit } from './decide';
import type { Discrepancy, DiscrepancyResolution, OversellIncident } from './effects';
import type { EventResult, InventoryEvent } from './events';
import { groupEvents } from './group-events';
import {
  type ClaimKeys,
  emptyState,
  keyOf,
  type LedgerState,
  type Posting,
  type RecordedEvent,
  splitKey,
  type WantKind,
  type Wants,
} from './state';
import { type Balances, emptyBalances, stockStates } from './states';

export interface InMemoryCatalog {
  skus: readonly string[];
  nodes: readonly string[];
  /** The source nodes of each channel, in sourcing order. */
  channels: Readonly<Record<string, readonly string[]>>;
}

export interface OpenDiscrepancy extends Discrepancy {
  resolvedSequence: number | null;
}

/**
 * The whole ledger as values: it decides with the very rules of the database's writer and answers what they ask for
 * from maps. For simulation (a policy over replayed history) and for holding the writer against it; nothing is durable.
 */
export class LedgerInMemory {
  readonly state: LedgerState;
  /** Every recorded event, applied or refused, in order. */
  readonly log: DecidedEvent[] = [];
  readonly incidents: OversellIncident[] = [];
  readonly discrepancies: OpenDiscrepancy[] = [];
  /** The most often that a batch had to be decided until everything it asked for was there. */
  rounds_max = 0;
  private sequence = 0;
  private readonly loggedByKey = new Map<string, DecidedEvent>();
  private readonly loggedBySequence = new Map<number, DecidedEvent>();
  private readonly reversed = new Set<number>();
  private readonly postings = new Map<string, Posting[]>();
  /** By SKU: the keys of its lines with a backorder. */
  private readonly backordered = new Map<string, Set<string>>();
  /** By order line: the keys of its reservations that hold units. */
  private readonly holding = new Map<string, Set<string>>();

  constructor(
    catalog: InMemoryCatalog,
    /** Units that requests may not touch at a node. */
    private readonly keptBack: (sku: string, node: string) => number = () => 0,
    /** Units that channels may still sell there. */
    private readonly promised: (sku: string, node: string) => number = () => 0,
  ) {
    this.state = emptyState(new Set(catalog.nodes), new Map(Object.entries(catalog.channels)));
    for (const sku of catalog.skus) this.state.heads.set(sku, { sku, backordered: 0, reserved: 0 });
  }

  /** Records the events of one call; `recordedAt` is ISO, UTC milliseconds. One result each, in order. */
  post(events: readonly InventoryEvent[], actor: string, recordedAt: string): EventResult[] {
    const groups = groupEvents(events);
    const answers = this.write(
      groups.map((group) => group.flatMap((index) => events.slice(index, index + 1))),
      actor,
      recordedAt,
    );
    const results: EventResult[] = [];
    groups.flat().forEach((index, position) => {
      const answer = answers[position];
      if (answer !== undefined) results[index] = answer;
    });
    return results;
  }

  /** Records one batch of groups that each stand or fall together; one result per event, group by group. */
  write(groups: readonly (readonly InventoryEvent[])[], actor: string, recordedAt: string): EventResult[] {
    const submitted = groups.map((group) => group.map((event) => submit(event, actor)));
    const sequences = groups.flat().map((_, index) => this.sequence + index + 1);
    for (let round = 1; ; round++) {
      this.rounds_max = Math.max(this.rounds_max, round);
      const outcome = decide(this.state, submitted, { sequences, recordedAt });
      if (outcome.kind === 'decided') {
        this.apply(outcome.decision);
        return outcome.decision.results;
      }
      this.answer(outcome.wants);
    }
  }

  /** The balances of a SKU at a node; zeros where nothing ever moved. */
  balances(sku: string, node: string): Balances {
    return this.state.positions.get(keyOf.position(sku, node))?.balances ?? emptyBalances();
  }

  private apply(decision: Decision): void {
    applyDecision(this.state, decision);
    this.state.keptBack.clear();
    this.state.promised.clear();
    for (const [key, of] of decision.orderLines) index(this.backordered, of.sku, key, of.backordered > 0);
    for (const of of decision.reservations)
      index(this.holding, keyOf.orderLine(of), keyOf.reservation(of), of.held > 0);
    for (const one of decision.recorded) this.record(one);
    this.incidents.push(...decision.incidents);
    this.discrepancies.push(
      ...decision.discrepancies.map((each) => ({ ...each, resolvedSequence: null as number | null })),
    );
    const endings = [
      ...decision.resolutions.map(({ sequence, ...resolution }) => ({
        sequence,
        end: () => this.resolve({ sequence, ...resolution }),
      })),
      ...decision.recorded.flatMap(({ submitted: { event }, sequence, refusal }) =>
        event.type === 'node_snapshot' && refusal === null
          ? [{ sequence, end: () => this.supersede(event.sku, event.node, sequence) }]
          : [],
      ),
    ];
    for (const { end } of endings.sort((a, b) => a.sequence - b.sequence)) end();
  }

  /** A node has reported again: its case before is not open any more. */
  private supersede(sku: string, node: string, sequence: number): void {
    for (const each of this.discrepancies)
      if (each.sku === sku && each.node === node && each.kind === 'snapshot' && each.sequence < sequence)
        each.resolvedSequence ??= sequence;
  }

  private record(one: DecidedEvent): void {
    const { event } = one.submitted;
    this.sequence = Math.max(this.sequence, one.sequence);
    this.log.push(one);
    this.loggedByKey.set(keyOf.recorded(event.source, event.id), one);
    this.loggedBySequence.set(one.sequence, one);
    if (one.reverses !== null) this.reversed.add(one.reverses);
    for (const posting of one.postings) {
      const at = keyOf.position(posting.sku, posting.node);
      const all = this.postings.get(at);
      if (all === undefined) this.postings.set(at, [posting]);
      else all.push(posting);
    }
  }

  private resolve({ sku, node, sequence, document, until }: DiscrepancyResolution): void {
    for (const each of this.discrepancies) {
      if (each.sku !== sku || each.node !== node || each.resolvedSequence !== null) continue;
      if (each.sequence >= sequence) continue;
      const closed =
        until === null
          ? each.document === document && each.kind === 'over_receipt'
          : each.occurredAt <= until;
      if (closed) each.resolvedSequence = sequence;
    }
  }

  private answer(wants: Wants): void {
    for (const [kind, keys] of wants) for (const key of keys) this.answerOne(kind, key);
  }

  private answerOne(kind: WantKind, key: string): void {
    const { state } = this;
    const [sku = '', node = '', at = ''] = splitKey(key);
    switch (kind) {
      case 'heads':
      case 'recorded':
      case 'positions':
      case 'orderLines':
      case 'reservations':
      case 'transfers':
      case 'counts':
      case 'snapshots':
        // All there are lie in the maps: what is asked for is not there.
        state[kind].set(key, null);
        return;
      case 'events':
        state.events.set(key, this.recordedEvent(key));
        return;
      case 'backorders':
        state.backorders.set(sku, [...(this.backordered.get(sku) ?? [])]);
        return;
      case 'claims':
        state.claims.set(key, this.claimsAt(sku, node));
        return;
      case 'orderReservations':
        state.orderReservations.set(key, [...(this.holding.get(key) ?? [])]);
        return;
      case 'trueBalances':
        state.trueBalances.set(key, this.trueBalances(sku, node, at));
        return;
      case 'keptBack':
        state.keptBack.set(key, this.keptBack(sku, node));
        return;
      case 'promised':
        state.promised.set(key, this.promised(sku, node));
    }
  }

  private recordedEvent(key: string): RecordedEvent | null {
    const found = key.startsWith('#')
      ? this.loggedBySequence.get(Number(key.slice(1)))
      : this.loggedByKey.get(key);
    if (found === undefined) return null;
    const { sequence, postings } = found;
    return {
      sequence,
      event: found.submitted.event,
      refused: found.refusal !== null,
      postings,
      reversed: this.reversed.has(sequence),
    };
  }

  private claimsAt(sku: string, node: string): ClaimKeys {
    const keysOf = <T extends { sku: string }>(all: Map<string, T | null>, holds: (of: T) => boolean) =>
      [...all].flatMap(([key, of]) => (of !== null && of.sku === sku && holds(of) ? [key] : []));
    return {
      orderLines: keysOf(this.state.orderLines, (line) => (line.claims[node] ?? 0) > 0),
      reservations: keysOf(this.state.reservations, (of) => (of.claims[node] ?? 0) > 0),
      transfers: keysOf(this.state.transfers, (of) => of.from === node && of.held > 0),
    };
  }

  /** By the clock of occurrence: the sum of what had happened by then, whenever it was learned. */
  private trueBalances(sku: string, node: string, at: string): Balances {
    const balances = emptyBalances();
    for (const posting of this.postings.get(keyOf.position(sku, node)) ?? [])
      if (Date.parse(posting.occurredAt) <= Date.parse(at))
        for (const state of stockStates) balances[state] += posting.deltas[state];
    return balances;
  }
}

function index(sets: Map<string, Set<string>>, of: string, key: string, belongs: boolean): void {
  if (!belongs) sets.get(of)?.delete(key);
  else if (sets.has(of)) sets.get(of)?.add(key);
  else sets.set(of, new Set([key]));
}
