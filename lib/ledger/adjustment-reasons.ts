/** Why something was adjusted: reasons, not states. */
export const adjustmentReasons = [
  'found',
  'lost',
  'damaged',
  'theft',
  'expired',
  'sample',
  'promotion',
  'supplier_error',
  'entry_error',
  'correction',
] as const;
export type AdjustmentReason = (typeof adjustmentReasons)[number];
