/** The states of a position in the order of their columns. */
export const ledgerStates = [
  { state: 'available', label: 'Available' },
  { state: 'committed', label: 'Committed' },
  { state: 'qualityControl', label: 'Quality control' },
  { state: 'damaged', label: 'Damaged' },
  { state: 'incoming', label: 'Incoming' },
] as const;
