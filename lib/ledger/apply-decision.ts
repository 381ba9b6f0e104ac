import type { Decision } from './decide';
import { keyOf, type LedgerState } from './state';

/**
 * Brings a state to what it is after a decision, so that the next one can be made before the first is written. What
 * was derived from several rows (backorders, claims, balances of the past, referred events) is forgotten: it is asked
 * for again where it is needed.
 */
export function applyDecision(state: LedgerState, decision: Decision): void {
  for (const head of decision.heads) state.heads.set(head.sku, head);
  for (const [key, position] of decision.positions) state.positions.set(key, position);
  for (const [key, line] of decision.orderLines) state.orderLines.set(key, line);
  for (const reservation of decision.reservations)
    state.reservations.set(keyOf.reservation(reservation), reservation);
  for (const transfer of decision.transfers) state.transfers.set(keyOf.transfer(transfer), transfer);
  for (const count of decision.counts) state.counts.set(keyOf.count(count.sku, count.sequence), count);
  for (const snapshot of decision.snapshots)
    state.snapshots.set(keyOf.position(snapshot.sku, snapshot.node), snapshot);
  for (const { submitted, sequence, refusal, shortfall } of decision.recorded)
    state.recorded.set(submitted.key, {
      sequence,
      sku: submitted.event.sku,
      hash: submitted.hash,
      refusal: refusal?.code ?? null,
      detail: refusal?.detail ?? null,
      shortfall: shortfall > 0 ? shortfall : null,
      shortBy: refusal?.shortBy ?? null,
      available: refusal?.available ?? null,
    });
  for (const derived of [
    state.backorders,
    state.claims,
    state.orderReservations,
    state.trueBalances,
    state.events,
  ])
    derived.clear();
}
