/** What two sources say of a SKU at a stock node, in single units. */
export interface Difference {
  sku: string;
  node: string;
  /** By the books, as of the time of the report. */
  expected: number;
  /** By the other source. */
  actual: number;
}

/** What is known around a difference and could have made it. */
export interface Evidence {
  caseQuantity: number | null;
  /** Open cases of the same SKU at other nodes; actual − expected. */
  elsewhere: readonly { node: string; difference: number }[];
  /** What the books hold of it at other nodes. */
  stock: readonly { node: string; kind: string; available: number }[];
  /** How often units of it were moved to or from other nodes by a recorded transfer. */
  routes: readonly { node: string; times: number }[];
  /** On the way to this node. */
  inTransit: readonly TransferEvidence[];
  /** Set aside here for another node, and not sent off by the books. */
  ready: readonly TransferEvidence[];
  /** Units that channels say came back and nobody took in, over all nodes. */
  returnsNotReceived: number;
  /** Units that orders claim at this node: some may have left without being reported. */
  committed: number;
  /** Earlier losses of it here in the last 90 days: counts, adjustments and reports below the books. */
  losses: { times: number; units: number };
}

export interface TransferEvidence {
  transfer: string;
  line: string;
  /** The other end. */
  node: string;
  units: number;
}

/** What most likely made a difference; `score` from 0 to 100 ranks them. */
export type Cause = { score: number; units: number } & (
  | {
      cause: 'unrecorded_transfer';
      from: string;
      to: string;
      /** Why this node: what differs there fits, units were moved this way before, or stock lies there. */
      because: 'matching_difference' | 'usual_route' | 'stock_there';
    }
  | { cause: 'unreceived_transfer'; transfer: string; line: string; from: string; to: string }
  | { cause: 'undispatched_transfer'; transfer: string; line: string; from: string; to: string }
  | { cause: 'unprocessed_returns' }
  | { cause: 'orders_in_flight' }
  | { cause: 'unit_mistake'; factor: number; reads: number }
  | { cause: 'recurring_shrinkage'; times: number }
);
export type CauseCode = Cause['cause'];

const causes_max = 5;

/**
 * The likely causes of a difference, the likeliest first. What fits to the unit ranks before what could have been:
 * 44 too many where 44 are on their way is more than 44 too many where a warehouse holds 847.
 */
export function causesOf(difference: Difference, evidence: Evidence): Cause[] {
  const missing = difference.expected - difference.actual;
  if (missing === 0) return [];
  const causes =
    missing < 0
      ? causesOfSurplus(difference, evidence, -missing)
      : causesOfShortage(difference, evidence, missing);
  const mistake = unitMistake(difference, evidence);
  if (mistake !== null) causes.push(mistake);
  return causes.sort((a, b) => b.score - a.score || a.cause.localeCompare(b.cause)).slice(0, causes_max);
}

function causesOfSurplus({ node }: Difference, evidence: Evidence, surplus: number): Cause[] {
  const causes: Cause[] = [];
  for (const { units, node: from, transfer, line } of evidence.inTransit)
    causes.push({
      cause: 'unreceived_transfer',
      score: score(95, units, surplus),
      units: Math.min(units, surplus),
      transfer,
      line,
      from,
      to: node,
    });
  const origin = likelyOrigin(evidence, surplus);
  if (origin !== null)
    causes.push({
      cause: 'unrecorded_transfer',
      score: origin.score,
      units: surplus,
      from: origin.node,
      to: node,
      because: origin.because,
    });
  if (evidence.returnsNotReceived > 0)
    causes.push({
      cause: 'unprocessed_returns',
      score: score(60, evidence.returnsNotReceived, surplus),
      units: Math.min(evidence.returnsNotReceived, surplus),
    });
  return causes;
}

function causesOfShortage({ node }: Difference, evidence: Evidence, missing: number): Cause[] {
  const causes: Cause[] = [];
  for (const { units, node: to, transfer, line } of evidence.ready)
    causes.push({
      cause: 'undispatched_transfer',
      score: score(95, units, missing),
      units: Math.min(units, missing),
      transfer,
      line,
      from: node,
      to,
    });
  const surpluses = evidence.elsewhere.filter(({ difference }) => difference > 0);
  const together = surpluses.reduce((sum, { difference }) => sum + difference, 0);
  for (const { node: to, difference } of surpluses) {
    const fits = difference === missing || together === missing;
    causes.push({
      cause: 'unrecorded_transfer',
      score: fits ? 92 : difference < missing ? 75 : 55,
      units: Math.min(difference, missing),
      from: node,
      to,
      because: 'matching_difference',
    });
  }
  if (evidence.committed > 0)
    causes.push({
      cause: 'orders_in_flight',
      score: score(70, evidence.committed, missing),
      units: Math.min(evidence.committed, missing),
    });
  const { times, units } = evidence.losses;
  if (times >= 2)
    causes.push({
      cause: 'recurring_shrinkage',
      score: Math.min(60, 30 + 10 * (times - 1)),
      units: Math.min(units, missing),
      times,
    });
  return causes;
}

/** Where a surplus came from: a node that misses as much, else one it usually comes from, else one that has it. */
function likelyOrigin(
  evidence: Evidence,
  surplus: number,
): {
  node: string;
  score: number;
  because: 'matching_difference' | 'usual_route' | 'stock_there';
} | null {
  const shortages = evidence.elsewhere.filter(({ difference }) => -difference >= surplus);
  const exact = shortages.find(({ difference }) => -difference === surplus) ?? shortages[0];
  if (exact !== undefined)
    return {
      node: exact.node,
      score: -exact.difference === surplus ? 92 : 80,
      because: 'matching_difference',
    };
  const holders = evidence.stock.filter(({ available }) => available >= surplus);
  const timesOf = (node: string) => evidence.routes.find((route) => route.node === node)?.times ?? 0;
  const rankOf = (kind: string) => (kind === 'warehouse' ? 2 : kind === 'fulfilment_centre' ? 1 : 0);
  const [best] = [...holders].sort(
    (a, b) =>
      timesOf(b.node) - timesOf(a.node) || rankOf(b.kind) - rankOf(a.kind) || b.available - a.available,
  );
  if (best === undefined) return null;
  return timesOf(best.node) > 0
    ? { node: best.node, score: 70, because: 'usual_route' }
    : { node: best.node, score: rankOf(best.kind) > 0 ? 62 : 40, because: 'stock_there' };
}

/** A count in cases, or a digit too many or too few: 12 where 144 are, or 840 for 84. */
function unitMistake({ expected, actual }: Difference, { caseQuantity }: Evidence): Cause | null {
  if (expected === 0 || actual === 0) return null;
  const factors = [10, ...(caseQuantity !== null && caseQuantity > 1 ? [caseQuantity] : [])];
  for (const factor of factors)
    if (actual === expected * factor || expected === actual * factor)
      return { cause: 'unit_mistake', score: 90, units: Math.abs(actual - expected), factor, reads: actual };
  return null;
}

/** Whole where the units fit exactly; less where there are more of them, and by their share where there are fewer. */
function score(whole: number, units: number, wanted: number): number {
  if (units === wanted) return whole;
  return Math.round(units > wanted ? whole * 0.6 : whole * 0.5 * (units / wanted));
}
