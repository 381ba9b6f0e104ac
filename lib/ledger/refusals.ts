/**
 * Why the ledger refuses an event. `remembered` refusals are verdicts on a request: the same event again gets the
 * same answer. The others were never recorded and may come again under their id.
 */
export const refusals = {
  unknown_sku: { remembered: false },
  unknown_node: { remembered: false },
  unknown_channel: { remembered: false },
  unknown_transfer: { remembered: false },
  unknown_reservation: { remembered: false },
  unknown_order_line: { remembered: false },
  unknown_event: { remembered: false },
  older_snapshot: { remembered: false },
  idempotency_mismatch: { remembered: false },
  order_refused: { remembered: false },
  insufficient_stock: { remembered: true },
  version_conflict: { remembered: true },
  transfer_mismatch: { remembered: true },
  not_backordered: { remembered: true },
  not_a_source: { remembered: true },
  nothing_to_cancel: { remembered: true },
  not_reversible: { remembered: true },
  already_reversed: { remembered: true },
  already_approved: { remembered: true },
} as const;

export type RefusalCode = keyof typeof refusals;

export interface Refusal {
  code: RefusalCode;
  /** For a person: what is wrong and what to do. */
  detail: string;
  shortBy?: number;
  available?: number;
}

export function isRemembered(code: RefusalCode): boolean {
  return refusals[code].remembered;
}
