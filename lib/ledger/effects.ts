import type { Draft } from './draft';
import type { InventoryEvent, SubmittedEvent } from './events';
import { keyOf, type Posting } from './state';
import {
  type Account,
  emptyBalances,
  type OutsideAccount,
  onHand,
  outsideAccounts,
  type StockState,
  stockStates,
} from './states';

export const oversellCauses = [
  'propagation_lag',
  'ledger_error',
  'over_allocation',
  'late_report',
  'channel_fault',
] as const;
export type OversellCause = (typeof oversellCauses)[number];

/** Units of an order that were not there. */
export interface OversellIncident {
  sku: string;
  sequence: number;
  channel: string;
  order: string;
  line: string;
  units: number;
  cause: OversellCause;
  occurredAt: string;
}

export const discrepancyKinds = [
  /** A warehouse shipped or inspected more than the books held. */
  'beyond_books',
  /** More of a transfer arrived than was sent. */
  'over_receipt',
  /** Something that happened before a posted count was reported after it. */
  'late_event',
  /** A node reports another stock than the books. */
  'snapshot',
] as const;
export type DiscrepancyKind = (typeof discrepancyKinds)[number];

/** A case between two sources: what the books held and what the other one says. */
export interface Discrepancy {
  sku: string;
  sequence: number;
  node: string;
  kind: DiscrepancyKind;
  expected: number;
  actual: number;
  document: string | null;
  occurredAt: string;
}

/** Which open discrepancies an event closes: those of a document, or all of a position up to an instant. */
export interface DiscrepancyResolution {
  sku: string;
  sequence: number;
  node: string;
  document: string | null;
  until: string | null;
}

interface Legs {
  deltas: Record<StockState, number>;
  outside: Record<OutsideAccount, number>;
}

const isOutside = (account: Account): account is OutsideAccount =>
  account === 'customer' || account === 'supplier' || account === 'adjustment' || account === 'scrap';

/** False where an event moved units to and fro and nothing of it remains. */
function hasMoved({ deltas, outside }: Legs): boolean {
  for (const state of stockStates) if (deltas[state] !== 0) return true;
  for (const account of outsideAccounts) if (outside[account] !== 0) return true;
  return false;
}

/**
 * What one event does. `move` is the only way units change state: it writes both legs of a posting at once, so an
 * event's postings always sum to zero, and it refuses to take what is not there.
 */
export class Effects {
  readonly incidents: OversellIncident[] = [];
  readonly discrepancies: Discrepancy[] = [];
  readonly resolutions: DiscrepancyResolution[] = [];
  /** Nodes where `available` has risen: there backorders may be filled. */
  readonly risen = new Set<string>();
  shortfall = 0;
  /** The sequence of the event that this one takes back. */
  reverses: number | null = null;
  /** When the postings count as having happened. */
  occurredAt: string;
  /** The same in ms since 1970: parsed once, since every rule asks. */
  occurredAtMs: number;
  readonly event: InventoryEvent;
  readonly actor: string;
  /** The key of the order line that the event names. */
  readonly lineKey: string | null;
  private readonly legs = new Map<string, Legs>();

  constructor(
    readonly draft: Draft,
    submitted: SubmittedEvent,
    readonly sequence: number,
    readonly recordedAt: string,
  ) {
    const { event, actor, lineKey, occurredAtMs } = submitted;
    this.event = event;
    this.actor = actor;
    this.lineKey = lineKey;
    this.occurredAt = event.occurredAt;
    this.occurredAtMs = occurredAtMs;
  }

  /** What is posted was true at another instant than the event's own. */
  backdate(at: string): void {
    this.occurredAt = at;
    this.occurredAtMs = Date.parse(at);
  }

  private legsAt(node: string): Legs {
    let legs = this.legs.get(node);
    if (legs === undefined) {
      legs = { deltas: emptyBalances(), outside: { supplier: 0, customer: 0, adjustment: 0, scrap: 0 } };
      this.legs.set(node, legs);
    }
    return legs;
  }

  private post(node: string, account: Account, change: number): void {
    const legs = this.legsAt(node);
    if (isOutside(account)) {
      legs.outside[account] += change;
      return;
    }
    const { balances } = this.draft.position(this.event.sku, node);
    balances[account] += change;
    if (balances[account] < 0)
      throw new Error(`${account} of ${this.event.sku} at ${node} would fall below zero`);
    legs.deltas[account] += change;
    if (account === 'available' && change > 0) this.risen.add(node);
  }

  /** One leg of a reversal, whose legs sum to zero because those of the reversed event did. */
  addLeg(node: string, account: Account, change: number): void {
    if (change !== 0) this.post(node, account, change);
  }

  /** Moves units from one account to another, at one node or between two. */
  move(units: number, from: Account, to: Account, node: string, toNode = node): void {
    if (units === 0) return;
    this.post(node, from, -units);
    this.post(toNode, to, units);
  }

  balance(node: string, state: StockState): number {
    return this.draft.positions.get(keyOf.position(this.event.sku, node))?.balances[state] ?? 0;
  }

  /**
   * A fact takes units out of a state that holds too few in the books: the difference comes in from `adjustment`
   * first, and the books are known to be wrong.
   */
  ensure(units: number, node: string, state: StockState, document: string | null): void {
    const there = this.balance(node, state);
    if (there >= units) return;
    this.move(units - there, 'adjustment', state, node);
    // The units are about to leave again: they are not stock that a backorder could take.
    if (state === 'available') this.risen.delete(node);
    this.open('beyond_books', node, there, units, document);
  }

  /** `occurredAt`: as of when the two numbers differ, where that is not when the event happened. */
  open(
    kind: DiscrepancyKind,
    node: string,
    expected: number,
    actual: number,
    document: string | null,
    occurredAt = this.event.occurredAt,
  ): void {
    const mine = this.discrepancies.find((each) => each.kind === kind && each.node === node);
    if (mine !== undefined) {
      mine.actual += actual - expected;
      return;
    }
    this.discrepancies.push({
      sku: this.event.sku,
      sequence: this.sequence,
      node,
      kind,
      expected,
      actual,
      document,
      occurredAt,
    });
  }

  /** The postings, one per node touched, with the balances after them. Call once, at the end. */
  finish(): Posting[] {
    const postings: Posting[] = [];
    for (const [node, legs] of this.legs) {
      if (!hasMoved(legs)) continue;
      const position = this.draft.position(this.event.sku, node);
      position.version += 1;
      if (position.countedAt !== null && this.occurredAtMs < position.countedAt)
        this.noteLate(node, legs, position.balances);
      postings.push({
        sku: this.event.sku,
        node,
        sequence: this.sequence,
        occurredAt: this.occurredAt,
        version: position.version,
        deltas: legs.deltas,
        outside: legs.outside,
        balances: { ...position.balances },
      });
    }
    return postings;
  }

  private noteLate(node: string, legs: Legs, balances: Record<StockState, number>): void {
    const change = onHand(legs.deltas);
    if (change === 0 || this.event.type === 'reversal') return;
    const after = onHand(balances);
    this.open('late_event', node, after - change, after, `${this.event.source}/${this.event.id}`);
  }
}
