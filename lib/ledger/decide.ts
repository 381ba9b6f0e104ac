import { contentHash, contentOf } from './digest';
import { Draft, type RecordedHere, state_missing } from './draft';
import { type Discrepancy, type DiscrepancyResolution, Effects, type OversellIncident } from './effects';
import type { EventResult, InventoryEvent, SubmittedEvent } from './events';
import type { OrderLine, Reservation, TransferLine } from './order-line';
import { isRemembered, type Refusal } from './refusals';
import { fillBackorders } from './rules/backorders';
import { applyClaimsMoved } from './rules/claims';
import { applyCountApproved, applyNodeSnapshot, applyStockCounted } from './rules/counts';
import { applyOrderEvent } from './rules/orders';
import { applyReservationReleased, applyReserved } from './rules/reservations';
import { applyReversal } from './rules/reversal';
import { applyAdjustment, applyReceipt, applyReturnInspected, applyReturnReceived } from './rules/stock';
import { applyTransferEvent } from './rules/transfers';
import {
  keyOf,
  type LastSnapshot,
  type LedgerHead,
  type LedgerState,
  type StockCount,
  type Wants,
} from './state';
import type { Position } from './states';

export function submit(event: InventoryEvent, actor: string): SubmittedEvent {
  const content = contentOf(event);
  const { source, id, type, sku, occurredAt } = event;
  const quantity = 'quantity' in event ? event.quantity : null;
  const hash = contentHash({ source, id, type, sku, quantity, occurredAt }, content);
  return {
    event,
    actor,
    content,
    hash,
    key: keyOf.recorded(source, id),
    lineKey: lineKeyOf(event),
    occurredAtMs: Date.parse(occurredAt),
  };
}

function lineKeyOf(event: InventoryEvent): string | null {
  if (!('channel' in event && 'line' in event)) return null;
  const { sku, channel, order, line } = event;
  if (channel === undefined || order === undefined || line === undefined) return null;
  return keyOf.orderLine({ sku, channel, order, line });
}

/** An event that goes into the ledger: applied with its postings, or a request refused for good. */
export interface DecidedEvent extends RecordedHere {
  /** The sequence of the event that it took back. */
  reverses: number | null;
  /** ISO. */
  recordedAt: string;
}

export interface Decision {
  /** One per submitted event, in order. */
  results: EventResult[];
  recorded: DecidedEvent[];
  incidents: OversellIncident[];
  discrepancies: Discrepancy[];
  resolutions: DiscrepancyResolution[];
  /** Everything that changed, as it stands after the batch. */
  heads: LedgerHead[];
  /** These two by their keys. */
  positions: ReadonlyMap<string, Position>;
  orderLines: ReadonlyMap<string, OrderLine>;
  reservations: Reservation[];
  transfers: TransferLine[];
  counts: StockCount[];
  /** What nodes reported; each takes the place of the open case of their report before it. */
  snapshots: LastSnapshot[];
}

export type DecideOutcome = { kind: 'decided'; decision: Decision } | { kind: 'missing'; wants: Wants };

export interface BatchContext {
  /** Sequence numbers for the events that get recorded, rising; at least one per event. */
  sequences: readonly number[];
  /** ISO, UTC milliseconds. */
  recordedAt: string;
}

/**
 * Decides what a batch of events does to the positions. Pure: the same state and events give the same decision, and
 * nothing that was passed in is changed. `groups` are events that stand or fall together (the lines of one order).
 * Where something needed was not loaded, the answer names it; load it and decide again.
 */
export function decide(
  state: LedgerState,
  groups: readonly (readonly SubmittedEvent[])[],
  context: BatchContext,
): DecideOutcome {
  const draft = new Draft(state);
  const batch = new Batch(draft, context);
  let missing = false;
  for (const group of groups) {
    draft.beginGroup();
    try {
      batch.decideGroup(group);
    } catch (thrown) {
      if (thrown !== state_missing) throw thrown;
      // The rest is still looked at, so that everything that is missing is asked for at once.
      draft.rollbackGroup();
      if (group.length > 1) batch.probe(group);
      missing = true;
    }
  }
  if (missing) return { kind: 'missing', wants: draft.wants };
  return { kind: 'decided', decision: batch.finish() };
}

interface Applied {
  decided: DecidedEvent;
  effects: Effects | null;
}

class Batch {
  private readonly results: EventResult[] = [];
  private readonly recorded: DecidedEvent[] = [];
  private readonly incidents: OversellIncident[] = [];
  private readonly discrepancies: Discrepancy[] = [];
  private readonly resolutions: DiscrepancyResolution[] = [];

  constructor(
    private readonly draft: Draft,
    private readonly context: BatchContext,
  ) {}

  /** Leaves the group committed or rolled back, and one result per event. */
  decideGroup(group: readonly SubmittedEvent[]): void {
    const [only] = group;
    if (only !== undefined && group.length === 1) this.decideAlone(only);
    else this.decideTogether(group);
  }

  /** The same for an event that stands alone, as nearly all do: without the bookkeeping of a group. */
  private decideAlone(submitted: SubmittedEvent): void {
    const answer = this.known(submitted);
    if (answer !== null) {
      this.results.push(answer);
      return;
    }
    const unfit = this.unfit(submitted.event);
    const applied = unfit === null ? this.applyRecorded(submitted, this.recorded.length) : null;
    if (applied === null || 'code' in applied) {
      this.draft.rollbackGroup();
      this.refuseGroup([submitted], [null], [unfit ?? applied]);
      return;
    }
    this.draft.commitGroup();
    this.keep(applied, submitted);
    this.results.push(resultOf(applied.decided, 'applied'));
  }

  private decideTogether(group: readonly SubmittedEvent[]): void {
    const answers: (EventResult | null)[] = group.map((submitted) => this.known(submitted));
    const refusals: (Refusal | null)[] = group.map((submitted, index) =>
      answers[index] === null ? this.unfit(submitted.event) : null,
    );
    // A line that was refused before keeps its group refused: the others must not slip in by sending it again.
    const fallen = answers.some((answer) => answer?.status === 'refused');
    const applied: (Applied | null)[] = group.map(() => null);
    if (!fallen && refusals.every((refusal) => refusal === null))
      this.applyGroup(group, answers, refusals, applied);

    if (fallen || refusals.some((refusal) => refusal !== null)) {
      this.draft.rollbackGroup();
      this.refuseGroup(group, answers, refusals);
      return;
    }
    this.draft.commitGroup();
    group.forEach((submitted, index) => {
      const one = applied[index];
      if (one) this.keep(one, submitted);
      const answer = answers[index] ?? (one ? resultOf(one.decided, 'applied') : this.known(submitted));
      if (answer === null) throw new Error('an event of a group was left undecided');
      this.results.push(answer);
    });
  }

  /**
   * Looks at each event of a group by itself, so that a round asks for what all lines of an order need and not for
   * what the first of them needs. Leaves nothing behind.
   */
  probe(group: readonly SubmittedEvent[]): void {
    for (const submitted of group) {
      this.draft.beginGroup();
      try {
        if (this.known(submitted) === null && this.unfit(submitted.event) === null)
          fillBackorders(this.applyOne(submitted, 0).effects);
      } catch (thrown) {
        if (thrown !== state_missing) throw thrown;
      }
      this.draft.rollbackGroup();
    }
  }

  private applyOne(
    submitted: SubmittedEvent,
    sequence: number,
  ): { effects: Effects; refusal: Refusal | null } {
    const effects = new Effects(this.draft, submitted, sequence, this.context.recordedAt);
    return { effects, refusal: apply(effects, submitted.event) };
  }

  private applyGroup(
    group: readonly SubmittedEvent[],
    answers: readonly (EventResult | null)[],
    refusals: (Refusal | null)[],
    applied: (Applied | null)[],
  ): void {
    const inGroup = new Map<string, string>();
    group.forEach((submitted, index) => {
      if (answers[index] !== null) return;
      const key = submitted.key;
      const before = inGroup.get(key);
      if (before !== undefined) {
        if (before !== submitted.hash) refusals[index] = mismatch(submitted.event);
        return;
      }
      inGroup.set(key, submitted.hash);
      const outcome = this.applyRecorded(submitted, this.recorded.length + applied.filter(Boolean).length);
      if ('code' in outcome) refusals[index] = outcome;
      else applied[index] = outcome;
    });
  }

  /** Applies an event as the `index`-th recorded one of the batch. */
  private applyRecorded(submitted: SubmittedEvent, index: number): Applied | Refusal {
    const sequence = this.context.sequences[index];
    if (sequence === undefined) throw new Error('fewer sequence numbers than events');
    const { effects, refusal } = this.applyOne(submitted, sequence);
    if (refusal !== null) return refusal;
    fillBackorders(effects);
    const decided = {
      submitted,
      sequence,
      refusal: null,
      shortfall: effects.shortfall,
      postings: effects.finish(),
      occurredAt: effects.occurredAt,
      reverses: effects.reverses,
      recordedAt: this.context.recordedAt,
    };
    return { decided, effects };
  }

  /** The group fell: those at fault get their refusal (kept, where it is one to keep), the others say why. */
  private refuseGroup(
    group: readonly SubmittedEvent[],
    answers: readonly (EventResult | null)[],
    refusals: readonly (Refusal | null)[],
  ): void {
    const fault =
      refusals.find((refusal) => refusal !== null) ?? answers.find((answer) => answer?.status === 'refused');
    const detail = fault?.detail ?? 'a line of it was refused before';
    group.forEach((submitted, index) => {
      const { source, id } = submitted.event;
      // The same event twice in the group: the second repeats the refusal that the first has just got.
      const answer = answers[index] ?? (refusals[index] === null ? this.known(submitted) : null);
      if (answer) {
        this.results.push(answer);
        return;
      }
      const refusal = refusals[index] ?? {
        code: 'order_refused' as const,
        detail: `Another line of the same order was refused, and its lines stand or fall together: ${detail}`,
      };
      const result: EventResult = { source, id, status: 'refused', ...refusal };
      if (isRemembered(refusal.code)) {
        const sequence = this.context.sequences[this.recorded.length];
        if (sequence === undefined) throw new Error('fewer sequence numbers than events');
        const decided = {
          submitted,
          sequence,
          refusal,
          shortfall: 0,
          postings: [],
          occurredAt: submitted.event.occurredAt,
          reverses: null,
          recordedAt: this.context.recordedAt,
        };
        this.keep({ decided, effects: null }, submitted);
        result.sequence = sequence;
      }
      this.results.push(result);
    });
  }

  private keep({ decided, effects }: Applied, submitted: SubmittedEvent): void {
    this.recorded.push(decided);
    this.draft.recordedHere.set(submitted.key, decided);
    if (effects === null) return;
    if (effects.incidents.length > 0) this.incidents.push(...effects.incidents);
    if (effects.discrepancies.length > 0) this.discrepancies.push(...effects.discrepancies);
    if (effects.resolutions.length > 0) this.resolutions.push(...effects.resolutions);
  }

  /** The answer to an event that was recorded before, in the ledger or in this batch; null for a new one. */
  private known({ event, hash, key }: SubmittedEvent): EventResult | null {
    const here = this.draft.recordedHere.get(key);
    if (here !== undefined)
      return here.submitted.hash === hash
        ? resultOf(here, 'duplicate')
        : { source: event.source, id: event.id, status: 'refused', ...mismatch(event) };
    const verdict = this.draft.loaded('recorded', this.draft.state.recorded, key);
    if (verdict === null) return null;
    if (verdict.hash !== hash)
      return { source: event.source, id: event.id, status: 'refused', ...mismatch(event) };
    return {
      source: event.source,
      id: event.id,
      status: verdict.refusal === null ? 'duplicate' : 'refused',
      sequence: verdict.sequence,
      ...(verdict.refusal === null
        ? {}
        : { code: verdict.refusal, detail: verdict.detail ?? verdict.refusal }),
      ...(verdict.shortfall ? { shortfall: verdict.shortfall } : {}),
      ...(verdict.shortBy === null ? {} : { shortBy: verdict.shortBy }),
      ...(verdict.available === null ? {} : { available: verdict.available }),
    };
  }

  /** What makes an event impossible to apply before anything is looked at: names that the catalogue does not know. */
  private unfit(event: InventoryEvent): Refusal | null {
    const { state } = this.draft;
    if (this.draft.heads.get(event.sku) === null)
      return { code: 'unknown_sku', detail: `SKU ${event.sku} is not in the catalogue.` };
    for (const field of ['node', 'from', 'to'] as const) {
      const node = field in event ? (event as Partial<Record<typeof field, string>>)[field] : undefined;
      if (node !== undefined && !state.nodes.has(node))
        return { code: 'unknown_node', detail: `Stock node ${node} is not in the catalogue.` };
    }
    if ('channel' in event && event.channel !== undefined && !state.channels.has(event.channel))
      return { code: 'unknown_channel', detail: `Channel ${event.channel} is not in the catalogue.` };
    return null;
  }

  finish(): Decision {
    const { draft } = this;
    return {
      results: this.results,
      recorded: this.recorded,
      incidents: this.incidents,
      discrepancies: this.discrepancies,
      resolutions: this.resolutions,
      heads: [...draft.heads.changed.values()],
      positions: new Map(
        [...draft.positions.changed].filter(
          ([, position]) => position.version > 0 || position.countedAt !== null,
        ),
      ),
      orderLines: draft.orderLines.changed,
      reservations: [...draft.reservations.changed.values()],
      transfers: [...draft.transfers.changed.values()],
      counts: [...draft.counts.changed.values()],
      snapshots: [...draft.snapshots.changed.values()],
    };
  }
}

function mismatch(event: InventoryEvent): Refusal {
  return {
    code: 'idempotency_mismatch',
    detail: `${event.source} reported ${event.id} before with other content. Give a correction an id of its own.`,
  };
}

function resultOf(decided: RecordedHere, status: 'applied' | 'duplicate'): EventResult {
  const { event } = decided.submitted;
  const { sequence, refusal, shortfall } = decided;
  return {
    source: event.source,
    id: event.id,
    status: refusal === null ? status : 'refused',
    sequence,
    ...(refusal ?? {}),
    ...(shortfall > 0 ? { shortfall } : {}),
  };
}

function apply(effects: Effects, event: InventoryEvent): Refusal | null {
  switch (event.type) {
    case 'receipt':
      return applyReceipt(effects, event);
    case 'order_placed':
    case 'order_cancelled':
    case 'order_shipped':
    case 'order_snapshot':
      return applyOrderEvent(effects, event);
    case 'return_received':
      return applyReturnReceived(effects, event);
    case 'return_inspected':
      return applyReturnInspected(effects, event);
    case 'transfer_ready':
    case 'transfer_dispatched':
    case 'transfer_received':
    case 'transfer_cancelled':
      return applyTransferEvent(effects, event);
    case 'reserved':
      return applyReserved(effects, event);
    case 'claims_moved':
      return applyClaimsMoved(effects, event);
    case 'reservation_released':
      return applyReservationReleased(effects, event);
    case 'adjustment':
      return applyAdjustment(effects, event);
    case 'stock_counted':
      return applyStockCounted(effects, event);
    case 'count_approved':
      return applyCountApproved(effects, event);
    case 'node_snapshot':
      return applyNodeSnapshot(effects, event);
    case 'reversal':
      return applyReversal(effects, event);
  }
}
