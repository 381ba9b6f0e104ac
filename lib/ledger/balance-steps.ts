/** A posting as far as a balance needs it; what did not move is left out. */
interface Moved {
  sequence: number;
  occurredAt: string;
  type: string;
  node: string;
  changes: Partial<Record<'available' | 'committed' | 'qualityControl' | 'damaged' | 'incoming', number>>;
}

/** The balances from the moment something happened, until the next step. Single units over the nodes asked for. */
export interface BalanceStep {
  sequence: number;
  /** ISO 8601. */
  at: string;
  type: string;
  node: string;
  available: number;
  onHand: number;
}

export interface BalanceHistory {
  /** Before the first step. */
  before: { available: number; onHand: number };
  /** Oldest first. */
  steps: BalanceStep[];
}

/**
 * The course of a balance that ends at `present`, by when things happened: what was there before all of these postings,
 * and then one after the other. Present 7 after +4 and −2 was 5 at first, then 9. A report that came late stands where it
 * belongs, so a step may be below zero where its receipt was reported with a later time.
 */
export function balanceSteps(
  present: { available: number; onHand: number },
  postings: readonly Moved[],
): BalanceHistory {
  const moves = postings
    .map((posting) => ({ ...posting, ...movedBy(posting.changes) }))
    .sort((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt) || a.sequence - b.sequence);
  const sum = (of: (move: (typeof moves)[number]) => number) =>
    moves.reduce((units, move) => units + of(move), 0);
  const before = {
    available: present.available - sum((move) => move.available),
    onHand: present.onHand - sum((move) => move.onHand),
  };
  let { available, onHand } = before;
  const steps = moves.map((move): BalanceStep => {
    available += move.available;
    onHand += move.onHand;
    const { sequence, occurredAt, type, node } = move;
    return { sequence, at: occurredAt, type, node, available, onHand };
  });
  return { before, steps };
}

function movedBy({ available = 0, committed = 0, qualityControl = 0, damaged = 0 }: Moved['changes']) {
  return { available, onHand: available + committed + qualityControl + damaged };
}
