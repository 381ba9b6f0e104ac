import { settleNodes } from './rights';
import { deficitEffects, type EscrowState, plus, type Step } from './state';

/**
 * What may be sold at a node changed for another reason than the channels' orders: receipts and restocked returns raise
 * it, losses, transfers and more safety stock lower it. It is the float that moves; below zero the pool is in deficit.
 */
export function changeSupply(state: EscrowState, change: { node: string; units: number }): Step {
  const after = settleNodes({ ...state, float: plus(state.float, change.node, change.units) });
  return { state: after, effects: deficitEffects(state, after) };
}

/** Committed units left from another node than they were committed at: these are free again, those are gone. */
export function shipElsewhere(
  state: EscrowState,
  shipped: { committedAt: string; shippedFrom: string; units: number },
): Step {
  const float = plus(
    plus(state.float, shipped.committedAt, shipped.units),
    shipped.shippedFrom,
    -shipped.units,
  );
  const after = settleNodes({ ...state, float });
  return { state: after, effects: deficitEffects(state, after) };
}

export type Deficit = 'none' | 'by_policy' | 'recalling' | 'real_shortage';

/**
 * What a deficit means. `by_policy`: only units kept back are missing, raises stop and nothing is recalled.
 * `recalling`: the stock is there, but channels may still sell more than it; lowered listings bring it back.
 * `real_shortage`: less is there than was ordered.
 */
export function explainDeficit(
  state: EscrowState,
  availableToSell: number,
  safetyStock: number,
): { kind: Deficit; units: number } {
  let short = 0;
  for (const node in state.float) short += Math.max(0, -(state.float[node] ?? 0));
  if (short === 0) return { kind: 'none', units: 0 };
  if (short <= safetyStock) return { kind: 'by_policy', units: short };
  if (availableToSell + safetyStock < 0)
    return { kind: 'real_shortage', units: -(availableToSell + safetyStock) };
  return { kind: 'recalling', units: short - safetyStock };
}
