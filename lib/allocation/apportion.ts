export interface Claim {
  /** ≥ 0. */
  weight: number;
  /** The most units it may get. */
  most: number;
}

/**
 * Divides whole units by weight with largest remainders (Hamilton): quota = units × weight ÷ Σ weights, each gets its
 * whole part, and what is over goes one by one to the largest remainders, the heavier, then the earlier claim first
 * where they tie.
 * Nobody gets more than its `most`; what that leaves goes to the others by weight. Claims of weight 0 get something
 * only when all others have their most; they then share evenly. Everything is handed out unless every claim has its most.
 * Worked: 10 units by 3 : 2 : 1 → quotas 5, 3.33, 1.67 → 5, 3, 2.
 */
export function apportion(units: number, claims: readonly Claim[]): number[] {
  const got = claims.map(() => 0);
  let rest = Math.max(0, units);
  for (;;) {
    const open = claims.map((_, index) => index).filter((index) => (got[index] ?? 0) < most(claims, index));
    if (rest <= 0 || open.length === 0) return got;
    const weighty = open.filter((index) => weight(claims, index) > 0);
    const sharing = weighty.length > 0 ? weighty : open;
    // A claim whose quota reaches its most gets exactly that, and the rest is divided anew without it.
    const total = rest + sharing.reduce((sum, index) => sum + (got[index] ?? 0), 0);
    const quotas = quotasOf(total, claims, sharing);
    const full = sharing.filter((index) => (quotas.get(index) ?? 0) >= most(claims, index));
    if (full.length > 0) {
      for (const index of full) {
        rest -= most(claims, index) - (got[index] ?? 0);
        got[index] = most(claims, index);
      }
      continue;
    }
    const whole = (index: number) => Math.floor(quotas.get(index) ?? 0);
    const remainder = (index: number) => (quotas.get(index) ?? 0) - whole(index);
    const over = total - sharing.reduce((sum, index) => sum + whole(index), 0);
    const order = [...sharing].sort(
      (a, b) => remainder(b) - remainder(a) || weight(claims, b) - weight(claims, a) || a - b,
    );
    for (const [rank, index] of order.entries()) got[index] = whole(index) + (rank < over ? 1 : 0);
    return got;
  }
}

function quotasOf(total: number, claims: readonly Claim[], sharing: readonly number[]): Map<number, number> {
  const weights = sharing.map((index) => weight(claims, index));
  const sum = weights.reduce((left, right) => left + right, 0);
  return new Map(
    sharing.map((index, place) => [
      index,
      sum > 0 ? (total * (weights[place] ?? 0)) / sum : total / sharing.length,
    ]),
  );
}

function weight(claims: readonly Claim[], index: number): number {
  return claims[index]?.weight ?? 0;
}

function most(claims: readonly Claim[], index: number): number {
  return claims[index]?.most ?? 0;
}
